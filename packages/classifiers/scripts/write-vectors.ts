/**
 * Writes test/engine/vectors: inputs of the steps before the encoder with what must come out, for whoever writes the same
 * in another language. Run: node --conditions=wellhouse-src packages/classifiers/scripts/write-vectors.ts
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ngramFeatures } from '../src/engine/ngrams.ts';
import { normalise } from '../src/engine/normalise.ts';
import { createTokenizer, type ScoredPiece } from '../src/engine/pieces.ts';

/** A text, or one that is repeated to be long. */
type Input = string | { readonly repeat: string; readonly times: number };

const texts: readonly Input[] = [
  '',
  ' ',
  'How are you doing today, my friend?',
  'HOW ARE YOU',
  '  two\tspaces\r\n and  a line\u0085next\u2028third\u3000wide\u1680ogham ',
  'ｆｕｌｌ ｗｉｄｔｈ and ﬁne ligatures ① ½ ㎏ ²',
  'caf\u0065\u0301 and caf\u00e9',
  'zero\u200bwidth, soft\u00adhyphen, join\u200der, \ufeffmark, word\u2060joiner',
  'le\u034f\u200dtte\u0301\u200brs e\u200b\u0301',
  '\u202eright to left\u202c and \u2066isolated\u2069 \u061c\u200f',
  '\u202etuo peek ekil',
  'I like \u202eyadnuS\u202c and not \u202e.yadnoM',
  '\u202efe\u0301ac, \u{1f600} 12\nand the next line is as it was\u202c',
  'a \u202ed \u202ec\u202c \u202afor b\u202c \u2066as is\u2069e\u2069\u202c z',
  'in \u2067\u202erehtona\u2069 isolate \u202c and \u202e\u2068one \u202ca\u2069 eb ot',
  '\u202ea\u202c\u2067\u2069\u202e \u202c\u200f\u202eni\u202c, \u202eemoc\u202c\u200e\u202eon\u202c',
  '\u202eשלום עולם! olleh \u061caaa\u202c',
  `${'\u202e'.repeat(70)}${'\u2066'.repeat(70)}deep\u2069\u202c${'\u2069'.repeat(70)} and up${'\u202c'.repeat(70)} again`,
  'tag\u{e0041}\u{e007f}s and selectors \u2764\ufe0f \u{e0100}',
  'hangul fillers \u3164 \uffa0 \u115f\u1160.',
  'controls \u0000\u0001\u007f\u009f here',
  'lone \ud800 surrogates \udfff',
  'smile 😀😀 family 👩‍👩‍👧 flag 🇩🇪 thumbs 👍🏽',
  '😀',
  'see https://example.org/a?b=c, HTTP://EXAMPLE.ORG and www.example.org now',
  'ask @ana_b, @Łukasz or @名前, not ana@example.org; @ alone, (@bob) .@no',
  'Straße İstanbul ΟΔΟΣ ǅ',
  'смешанный mixed 混合 テスト عربى हिन्दी',
  "don't can't o'clock 'quoted' under_score 3x7",
  '▁literal ▁mark',
  'a a a a a a b',
  ':) :-( … — “quotes”',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  { repeat: 'How are you doing today? ', times: 40 },
  { repeat: 'word \u200b', times: 200_000 },
  { repeat: '\u200b \n', times: 20_000 },
  { repeat: '\u2060\u200d', times: 20_000 },
  { repeat: '😀', times: 262_144 },
  { repeat: '\u202e', times: 2 ** 20 },
  { repeat: '\u202ea\u202c', times: 350_000 },
  { repeat: '\u2067\u202eba', times: 260_000 },
  { repeat: '\u202e\u2069\u202c\u2067', times: 260_000 },
];

/** A small vocabulary with what makes paths hard: overlaps, ties, twins, marks, unmatched pieces. */
const vocabulary: readonly ScoredPiece[] = [
  ['\ufffd', 0],
  ['<s>', 0],
  ['</s>', 0],
  ['extra_1', 0],
  ['extra_2', 0],
  ['extra_3', 0],
  ['▁', -4.5],
  ['▁How', -6.1],
  ['▁how', -5.9],
  ['▁are', -5.2],
  ['▁a', -4.1],
  ['re', -6.4],
  ['▁you', -4.3],
  ['▁do', -5.1],
  ['ing', -5.4],
  ['▁doing', -8.9],
  ['▁today', -7.7],
  ['▁to', -4],
  ['day', -7.1],
  [',', -3.5],
  ['.', -3.3],
  ['?', -5.5],
  [':', null],
  ['▁:)', null],
  ['aa', -7.5],
  ['aaa', -9],
  ['aa', -2],
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((char, index): ScoredPiece => [char, -6.5 - index / 16]),
  ['[', -9.1],
  ['URL', -8.3],
  ['USER', -8.4],
  [']', -9.2],
  ['😀', -11],
  ['é', -10],
];

const expand = (input: Input) => (typeof input === 'string' ? input : input.repeat.repeat(input.times));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const longest = 600;
const buckets = 65_536;

/** Vectors of each file: an input is JSON, with `repeat` and `times` where it is long; long outputs are digests. */
export function vectors(): Record<'normalise' | 'pieces' | 'ngrams', unknown> {
  const tokenize = createTokenizer(vocabulary);
  const normalised = texts.map((input) => ({ input, text: normalise(expand(input)) }));
  return {
    normalise: normalised.map(({ input, text }) =>
      text.length <= longest ? { input, output: text } : { input, outputUnits: text.length, sha256: sha256(text) },
    ),
    pieces: {
      vocabulary,
      texts: normalised.map(({ input, text }) => {
        const { ids } = tokenize(text);
        return ids.length <= longest
          ? { input, ids: [...ids] }
          : { input, count: ids.length, first: [...ids.slice(0, 96)] };
      }),
    },
    ngrams: {
      buckets,
      texts: normalised
        .filter(({ text }) => text.length <= 60)
        .map(({ input, text }) => ({ input, counts: counts(text) })),
    },
  };
}

/** `bucket:count`, by bucket, counts capped: the least value is that of a count of 1. */
function counts(text: string): string {
  const found = ngramFeatures(text, buckets);
  const one = Math.min(...found.values);
  return Array.from(found.buckets, (bucket, index) => [bucket, Math.round((found.values[index] ?? 0) / one)] as const)
    .sort(([a], [b]) => a - b)
    .map(([bucket, count]) => `${bucket}:${count}`)
    .join(' ');
}

/** Escapes what is not ASCII: an editor would hide it. */
export function format(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(/[^\n\u0020-\u007e]/g, escaped)}\n`;
}

if (import.meta.main) {
  for (const [file, value] of Object.entries(vectors())) {
    await writeFile(join(import.meta.dirname, '../test/engine/vectors', `${file}.json`), format(value));
  }
}
