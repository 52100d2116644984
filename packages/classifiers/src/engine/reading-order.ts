/** Letters that come in one order and are shown in the other. */

const override = '\u202e';
/** UAX #9, BD2: deeper marks do nothing. */
const deepestLevel = 125;

/** A mark that begins or ends a direction, or what ends them all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: three of them end a paragraph
const mark = /([\u202a-\u202e\u2066-\u2069\n\r\u001c-\u001e\u0085\u2029])/u;
const paragraphEnds = '\n\r\u001c\u001d\u001e\u0085\u2029';

/** What is not turned around in itself: words of scripts that are written from right to left, and a letter with its accents. */
const kept =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}][\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\p{Z}\p{P}\p{S}\p{C}\p{M}]*|\P{M}\p{M}*|\p{M}+/gu;
/** What has a direction of its own, and is taken for what is read from left to right: letters, and an unseen mark. */
const strong = /[\p{L}\u200e]/u;

/** Marks -> what they begin; an isolate of unknown direction is taken for one that is read from left to right. */
const begins: ReadonlyMap<
  string,
  { readonly isOdd: boolean; readonly isIsolate: boolean; readonly isTurned: boolean }
> = new Map([
  ['\u202a', { isOdd: false, isIsolate: false, isTurned: false }],
  ['\u202b', { isOdd: true, isIsolate: false, isTurned: false }],
  ['\u202d', { isOdd: false, isIsolate: false, isTurned: false }],
  [override, { isOdd: true, isIsolate: false, isTurned: true }],
  ['\u2066', { isOdd: false, isIsolate: true, isTurned: false }],
  ['\u2067', { isOdd: true, isIsolate: true, isTurned: false }],
  ['\u2068', { isOdd: false, isIsolate: true, isTurned: false }],
]);
const endOfEmbedding = '\u202c';
const endOfIsolate = '\u2069';

interface Stretch {
  /** Odd: shown from right to left. */
  level: number;
  readonly text: string;
}

/** What lies between an isolate's marks, without other isolates in it. */
interface Sequence {
  /** Level of the last stretch in it that has a direction. */
  last: number;
  /** Those since, which have none of their own. */
  readonly pending: Stretch[];
}

/**
 * The text as somebody reads it who sees it, where a right-to-left override (U+202E) shows letters in the reverse of the order in which they
 * come: up to its end (U+202C, or that of the isolate it is in) or that of the paragraph, and on where nothing that has a direction lies
 * before the next. This is UAX #9, X1 to X8 and L2, for letters that are written from left to right; other embeddings and isolates
 * count for where overrides reach, and what else they do to the order of words is not undone.
 */
export function inReadingOrder(text: string): string {
  if (!text.includes(override)) return text;
  const read: string[] = [];
  let paragraph: string[] = [];
  for (const part of text.split(mark)) {
    if (part === '') continue;
    if (paragraphEnds.includes(part)) {
      read.push(asRead(levelled(paragraph)), part);
      paragraph = [];
    } else paragraph.push(part);
  }
  return [...read, asRead(levelled(paragraph))].join('');
}

/** X1 to X8: how deep each stretch is in what turns. */
function levelled(paragraph: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  const stack = [{ level: 0, isTurned: false, isIsolate: false }];
  const sequences: Sequence[] = [{ last: 0, pending: [] }];
  let [deepIsolates, deepEmbeddings] = [0, 0];
  const top = () => stack.at(-1) ?? { level: 0, isTurned: false, isIsolate: false };
  const add = (text: string) => {
    const { level, isTurned } = top();
    const sequence = sequences.at(-1);
    if (isTurned) {
      stretches.push({ level, text });
      settle(sequence, level);
      return;
    }
    const stretch = { level: level + (level & 1), text };
    stretches.push(stretch);
    if (strong.test(text)) settle(sequence, stretch.level);
    else sequence?.pending.push(stretch);
  };
  for (const part of paragraph) {
    const begun = begins.get(part);
    if (begun) {
      const { level } = top();
      const next = begun.isOdd ? (level + 1) | 1 : (level + 2) & ~1;
      if (begun.isIsolate) add('');
      if (next <= deepestLevel && deepIsolates === 0 && deepEmbeddings === 0) {
        if (begun.isIsolate) sequences.push({ last: next, pending: [] });
        stack.push({ ...begun, level: next });
      } else if (begun.isIsolate) deepIsolates += 1;
      else if (deepIsolates === 0) deepEmbeddings += 1;
    } else if (part === endOfIsolate) {
      if (deepIsolates > 0) deepIsolates -= 1;
      else if (sequences.length > 1) {
        deepEmbeddings = 0;
        sequences.pop();
        while (stack.pop()?.isIsolate === false);
      }
      add('');
    } else if (part === endOfEmbedding) {
      if (deepIsolates > 0) continue;
      if (deepEmbeddings > 0) deepEmbeddings -= 1;
      else if (stack.length > 1 && !top().isIsolate) stack.pop();
    } else add(part);
  }
  return stretches;
}

/** N1: what has no direction of its own is turned around with what is on both sides of it. */
function settle(sequence: Sequence | undefined, level: number): void {
  if (!sequence) return;
  for (const stretch of sequence.pending.splice(0)) {
    const isBetween = Math.min(sequence.last, level) > stretch.level && (sequence.last & level & 1) === 1;
    if (isBetween) stretch.level += 1;
  }
  sequence.last = level;
}

/** L2: what is as deep, or deeper, is turned around, from the deepest on. A group that is turned around as often as not is as it was. */
function asRead(stretches: readonly Stretch[]): string {
  const groups: string[][] = [[]];
  const close = () => {
    const group = groups.pop() ?? [];
    groups.at(-1)?.push((groups.length % 2 === 1 ? group.reverse() : group).join(''));
  };
  for (const { level, text } of stretches) {
    while (groups.length - 1 > level) close();
    while (groups.length - 1 < level) groups.push([]);
    if (level % 2 === 0) groups.at(-1)?.push(text);
    else for (const one of text.match(kept) ?? []) groups.at(-1)?.push(one);
  }
  while (groups.length > 1) close();
  return groups[0]?.join('') ?? '';
}
