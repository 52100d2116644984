/**
 * The detector of eld 2.1.0 (Copyright 2023 Nito T.M., Apache License 2.0, github.com/nitotm/efficient-language-detector-js), with its
 * table of runs of bytes laid out so that nothing has to be read before the first look-up. A test holds its scores to eld's own.
 */

/** What scripts/build-languages.ts makes of eld's table. */
export interface LanguageData {
  /** What is no letter, as a regular expression. */
  readonly separators: string;
  /** A character of Latin-1 for each byte of UTF-8. */
  readonly dictionary: string;
  readonly languages: readonly string[];
  /**
   * Base64. First the number of blocks and where each begins (u32, little-endian), then blocks of 16 records, ordered by their keys: a byte
   * of key length less 3 (3 bits) and languages (5 bits); the key; for each language its number and its score.
   */
  readonly table: string;
}

export interface LanguageScore {
  readonly language: string;
  /** 0 to 1. */
  readonly score: number;
}

/** UTF-16 units that are looked at. */
const most = 1_000;
/** Bytes after which a text ends with the word, or at once. */
const cutAfterWord = 350;
const cutAtOnce = 380;
const longestWord = 70;
/** What is taken from every score in the table. */
const base = 53;
/** Brings a score into 0 to 1. */
const scale = 25;
const space = 0x20;

/** @returns the languages of which something is in the text, best first */
export function createDetector(data: LanguageData): (text: string) => LanguageScore[] {
  const { dictionary, languages } = data;
  const table = bytesOf(data.table);
  const index = new DataView(table.buffer);
  let separators: RegExp | undefined;
  return (text) => {
    const runs = new Set<string>();
    let words = text.slice(0, most);
    // the same for ASCII, without an expression that takes milliseconds to compile
    if (isAscii(words)) words = words.replace(/[^A-Za-z]*[^A-Za-z'`]/g, ' ');
    else {
      separators ??= new RegExp(data.separators, 'gu');
      words = words.replace(separators, ' ');
    }
    for (const word of wordsOf(words.trim().toLowerCase(), dictionary)) addRuns(word, runs);
    const sums = new Float64Array(languages.length);
    for (const run of runs) add(run, table, index, sums);
    const scores: LanguageScore[] = [];
    for (const [at, language] of languages.entries()) {
      const each = (sums[at] ?? 0) / runs.size;
      if (each > 0) scores.push({ language, score: each / (each + scale) });
    }
    return scores.sort((a, b) => b.score - a.score);
  };
}

/** Words in bytes of UTF-8, each a character. */
function wordsOf(text: string, dictionary: string): string[] {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  const take = (byte: number) => {
    word += dictionary[byte];
    bytes += 1;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === space) {
      if (word !== '') words.push(word);
      word = '';
      if (bytes > cutAfterWord) break;
      bytes += 1;
    } else if (unit < 0x80) {
      word += text[at];
      bytes += 1;
    } else if (unit < 0x800) {
      take(0xc0 | (unit >> 6));
      take(0x80 | (unit & 0x3f));
    } else if (unit < 0xd800 || unit >= 0xe000) {
      take(0xe0 | (unit >> 12));
      take(0x80 | ((unit >> 6) & 0x3f));
      take(0x80 | (unit & 0x3f));
    } else {
      at += 1;
      const point = 0x10000 + (((unit & 0x3ff) << 10) | (text.charCodeAt(at) & 0x3ff));
      take(0xf0 | (point >> 18));
      take(0x80 | ((point >> 12) & 0x3f));
      take(0x80 | ((point >> 6) & 0x3f));
      take(0x80 | (point & 0x3f));
    }
    if (bytes > cutAtOnce) break;
  }
  if (word !== '') words.push(word);
  return words;
}

/** Runs of four bytes, every third, with a space where a word begins and ends. */
function addRuns(word: string, runs: Set<string>): void {
  const length = Math.min(word.length, longestWord);
  let at = 0;
  for (; at + 4 < length; at += 3) runs.add((at === 0 ? ' ' : '') + word.substring(at, at + 4));
  runs.add(`${at === 0 ? ' ' : ''}${word.substring(length === 3 ? 0 : length - 4)} `);
}

function add(run: string, table: Uint8Array, index: DataView, sums: Float64Array): void {
  const blocks = index.getUint32(0, true);
  let [first, beyond] = [0, blocks];
  while (beyond - first > 1) {
    const middle = (first + beyond) >> 1;
    if (compare(table, index.getUint32(4 + 4 * middle, true), run) <= 0) first = middle;
    else beyond = middle;
  }
  const end = beyond < blocks ? index.getUint32(4 + 4 * beyond, true) : table.length;
  for (let at = index.getUint32(4 + 4 * first, true); at < end; ) {
    const sizes = table[at] ?? 0;
    const pairs = at + 1 + keyLength(sizes);
    const next = pairs + 2 * (sizes & 31);
    if (compare(table, at, run) === 0) {
      for (let pair = pairs; pair < next; pair += 2) {
        const language = table[pair] ?? 0;
        sums[language] = (sums[language] ?? 0) + (table[pair + 1] ?? 0) + base;
      }
      return;
    }
    at = next;
  }
}

/** Whether the key of a record comes before a run (below 0), is the run (0), or comes after it. */
function compare(table: Uint8Array, record: number, run: string): number {
  const length = keyLength(table[record] ?? 0);
  for (let at = 0; at < length && at < run.length; at++) {
    const difference = (table[record + 1 + at] ?? 0) - run.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return length - run.length;
}

function keyLength(sizes: number): number {
  return (sizes >> 5) + 3;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** By the engine's own function, where it has one already. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
