/** SentencePiece's unigram model: the best path through a text under the vocabulary's scores. */

/** A piece and its score (a logarithm of probability); null: known by number, never matched. */
export type ScoredPiece = readonly [piece: string, score: number | null];

/** What is between words. */
const metaPoint = 0x2581;
const spacePoint = 0x20;
/** The id of what the vocabulary has no piece for. */
const unknown = 0;
/** Ids below are marks of the model, never matched. */
const reserved = 6;
/** What a character costs that has no piece of its own. */
const unknownScore = -20;

/** Pieces of one text: ids, and where each begins in the text (UTF-16 units, in order). */
export interface Pieces {
  readonly ids: Uint16Array;
  readonly starts: Uint32Array;
}

/**
 * The pieces as a tree of code points, in flat arrays: an engine builds it ten times as fast as one of maps. Node 0 is the root. Where a
 * node leads with a code point stands in a table with open addressing.
 */
interface Tree {
  /** By node: its piece, or -1. */
  readonly ids: Int32Array;
  readonly scores: Float64Array;
  /** Slots of the table: whence (-1: free), with what, where to. */
  readonly froms: Int32Array;
  readonly points: Int32Array;
  readonly nodes: Int32Array;
  /** By how much a hash is shifted. */
  readonly shift: number;
}

/**
 * @returns a tokenizer of normalised texts. Equal scores: the piece that begins first wins; a piece that the vocabulary
 * holds twice keeps its first id.
 */
export function createTokenizer(vocabulary: readonly ScoredPiece[]): (text: string) => Pieces {
  const tree = plant(vocabulary);
  return (text) => split(tree, text);
}

function plant(vocabulary: readonly ScoredPiece[]): Tree {
  let most = 1;
  for (let id = reserved; id < vocabulary.length; id++) most += vocabulary[id]?.[0].length ?? 0;
  const bits = 32 - Math.clz32(most);
  const size = 2 ** (bits + 1);
  const tree: Tree = {
    ids: new Int32Array(most).fill(-1),
    scores: new Float64Array(most),
    froms: new Int32Array(size).fill(-1),
    points: new Int32Array(size),
    nodes: new Int32Array(size),
    shift: 32 - (bits + 1),
  };
  const { ids, scores, froms, points, nodes } = tree;
  let count = 1;
  for (let id = reserved; id < vocabulary.length; id++) {
    const [piece = '', score = null] = vocabulary[id] ?? [];
    if (score === null || piece === '') continue;
    let node = 0;
    for (let unit = 0; unit < piece.length; unit++) {
      const point = piece.codePointAt(unit) ?? 0;
      if (point > 0xffff) unit++;
      const slot = slotOf(tree, node, point);
      if (froms[slot] === -1) {
        froms[slot] = node;
        points[slot] = point;
        nodes[slot] = count++;
      }
      node = nodes[slot] ?? 0;
    }
    if (ids[node] === -1) {
      ids[node] = id;
      scores[node] = score;
    }
  }
  return tree;
}

/** Where the way from a node with a code point is, or would be. */
function slotOf({ froms, points, shift }: Tree, node: number, point: number): number {
  const last = froms.length - 1;
  let slot = Math.imul(Math.imul(node, 0x9e3779b1) ^ point, 0x85ebca6b) >>> shift;
  while (froms[slot] !== -1 && (froms[slot] !== node || points[slot] !== point)) slot = (slot + 1) & last;
  return slot;
}

function split(tree: Tree, text: string): Pieces {
  if (text === '') return { ids: new Uint16Array(), starts: new Uint32Array() };
  const points = pointsOf(text);
  const best = new Float64Array(points.length + 1).fill(Number.NEGATIVE_INFINITY);
  const from = new Uint32Array(points.length + 1);
  const by = new Uint16Array(points.length + 1);
  best[0] = 0;
  for (let start = 0; start < points.length; start++) {
    const soFar = best[start] ?? 0;
    let node = 0;
    let hasOwnPiece = false;
    for (let end = start + 1; end <= points.length; end++) {
      const slot = slotOf(tree, node, points[end - 1] ?? 0);
      if (tree.froms[slot] === -1) break;
      node = tree.nodes[slot] ?? 0;
      const id = tree.ids[node] ?? -1;
      if (id < 0) continue;
      if (end === start + 1) hasOwnPiece = true;
      const score = soFar + (tree.scores[node] ?? 0);
      if (score > (best[end] ?? 0)) {
        best[end] = score;
        from[end] = start;
        by[end] = id;
      }
    }
    if (!hasOwnPiece && soFar + unknownScore > (best[start + 1] ?? 0)) {
      best[start + 1] = soFar + unknownScore;
      from[start + 1] = start;
      by[start + 1] = unknown;
    }
  }
  return trace(points, from, by);
}

/** Code points and not UTF-16 units, so that an unknown character outside the BMP costs once. The mark is added in front. */
function pointsOf(text: string): Uint32Array {
  const points = new Uint32Array(text.length + 1);
  points[0] = metaPoint;
  let length = 1;
  for (let unit = 0; unit < text.length; unit++) {
    const point = text.codePointAt(unit) ?? 0;
    if (point > 0xffff) unit++;
    points[length++] = point === spacePoint ? metaPoint : point;
  }
  return points.subarray(0, length);
}

/** Follows the best path back from the end; unknown characters in a row are one piece. */
function trace(points: Uint32Array, from: Uint32Array, by: Uint16Array): Pieces {
  const ids: number[] = [];
  const pointStarts: number[] = [];
  for (let end = points.length; end > 0; ) {
    const start = from[end] ?? 0;
    const id = by[end] ?? unknown;
    if (id === unknown && ids.at(-1) === unknown) pointStarts[pointStarts.length - 1] = start;
    else {
      ids.push(id);
      pointStarts.push(start);
    }
    end = start;
  }
  return { ids: Uint16Array.from(ids.reverse()), starts: unitsOf(points, pointStarts.reverse()) };
}

/** Places counted in code points, with the mark in front -> places in the text, in UTF-16 units. */
function unitsOf(points: Uint32Array, pointStarts: readonly number[]): Uint32Array {
  const starts = new Uint32Array(pointStarts.length);
  let point = 0;
  let unit = -1;
  for (const [index, target] of pointStarts.entries()) {
    for (; point < target; point++) unit += (points[point] ?? 0) > 0xffff ? 2 : 1;
    starts[index] = Math.max(unit, 0);
  }
  return starts;
}
