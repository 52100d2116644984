/** Hashed runs of characters and words: what a text is made of, without order. README.md says the same for other languages. */

/** Counts above say no more. */
const countCap = 3;
const longestRun = 5;

/** Buckets of one text and their values, which have the Euclidean length 1 (or there are none). */
export interface NgramFeatures {
  readonly buckets: Uint32Array;
  readonly values: Float64Array;
}

/**
 * Features of a normalised text, in lower case: for each stretch between spaces, with one space on either side, every
 * run of 2 to 5 code points (`c` + run); every word, a run of letters, digits, `_` and `'` (`w` + word); two words next
 * to each other (`b` + first + space + second). bucket = (h ^ (h >>> 16)) & (buckets - 1), h = FNV-1a of 32 bits over
 * UTF-8. A value is min(count, 3) over the Euclidean length of all.
 * @param buckets a power of two
 */
export function ngramFeatures(text: string, buckets: number): NgramFeatures {
  if (counts.length !== buckets) counts = new Uint32Array(buckets);
  const found: number[] = [];
  const count = (hash: number) => {
    const bucket = ((hash ^ (hash >>> 16)) & (buckets - 1)) >>> 0;
    const before = counts[bucket] ?? 0;
    if (before === 0) found.push(bucket);
    counts[bucket] = before + 1;
  };
  const lower = text.toLowerCase();
  for (const stretch of lower.split(' ')) if (stretch !== '') countRuns(` ${stretch} `, count);
  // the same for ASCII, and quicker
  const words = lower.match(/[^\0-\x7f]/.test(lower) ? /[\p{L}\p{N}_']+/gu : /[a-z0-9_']+/g) ?? [];
  for (const [index, word] of words.entries()) {
    count(hashText(ofWords, word));
    const next = words[index + 1];
    if (next !== undefined) count(hashText(hashText(hashText(ofPairs, word), ' '), next));
  }
  const values = Float64Array.from(found, (bucket) => Math.min(counts[bucket] ?? 0, countCap));
  for (const bucket of found) counts[bucket] = 0;
  let squares = 0;
  for (const value of values) squares += value ** 2;
  const length = Math.sqrt(squares);
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) / length;
  return { buckets: Uint32Array.from(found), values };
}

/** By bucket; all zero between texts. */
let counts = new Uint32Array();

function countRuns(padded: string, count: (hash: number) => void): void {
  const points = new Uint32Array(padded.length);
  let length = 0;
  for (let at = 0; at < padded.length; at++) {
    const point = padded.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    points[length++] = point;
  }
  for (let from = 0; from < length - 1; from++) {
    let hash = hashPoint(ofRuns, points[from] ?? 0);
    for (let to = from + 1; to < Math.min(from + longestRun, length); to++) {
      hash = hashPoint(hash, points[to] ?? 0);
      count(hash);
    }
  }
}

/** FNV-1a, 32 bits. */
const basis = 0x811c9dc5;
const prime = 0x01000193;
const ofRuns = hashText(basis, 'c');
const ofWords = hashText(basis, 'w');
const ofPairs = hashText(basis, 'b');

/** Goes on with a hash over the UTF-8 of a well-formed text. */
function hashText(before: number, text: string): number {
  let hash = before;
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    hash = hashPoint(hash, point);
  }
  return hash;
}

function hashPoint(before: number, point: number): number {
  if (point < 0x80) return Math.imul(before ^ point, prime);
  let hash = before;
  const byte = (value: number) => {
    hash = Math.imul(hash ^ value, prime);
  };
  if (point < 0x800) byte(0xc0 | (point >> 6));
  else {
    if (point < 0x10000) byte(0xe0 | (point >> 12));
    else {
      byte(0xf0 | (point >> 18));
      byte(0x80 | ((point >> 12) & 0x3f));
    }
    byte(0x80 | ((point >> 6) & 0x3f));
  }
  byte(0x80 | (point & 0x3f));
  return hash;
}
