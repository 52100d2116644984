import type { Random } from './random.ts';

/** No mutation makes an input longer than this, so that a run's cost stays in the decoders. */
const maximumLength = 80_000;

/** Bytes on which decoders of TLS vectors and of CBOR turn: every form of a length, every major type, every boundary. */
const boundaryBytes = [
  ...[0x00, 0x01, 0x02, 0x03, 0x3f, 0x40, 0x41, 0x5f, 0x7f, 0x80, 0x81, 0x9f, 0xa0, 0xbf, 0xc0, 0xe0, 0xf6, 0xf7, 0xff],
  ...[
    0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x57, 0x58, 0x59, 0x5a, 0x77, 0x78, 0x79, 0x97, 0x98, 0xb7, 0xb8, 0xd8, 0xf8,
    0xfb,
  ],
];

/** Lengths and integers at the edges of their forms: TLS vectors (RFC 9420 §2.1.2), CBOR heads, 2^53 and its neighbours. */
const boundarySequences = [
  ...['3f', '4000', '403f', '4040', '7fff', '80000000', '80003fff', '80004000', 'bfffffff', 'c0', 'ffffffff'],
  ...['0000000000000000', '0000000000000001', '001fffffffffffff', '0020000000000000', 'ffffffffffffffff'],
  ...[
    '1817',
    '1818',
    '190017',
    '1900ff',
    '1a0000ffff',
    '1b00000000ffffffff',
    '5f4100ff',
    '7f6100ff',
    '9f00ff',
    'bf6100ff',
  ],
  ...['f90000', 'f93c00', 'f94000', 'f97e00', 'fa3f801000', 'fb3ff199999999999a', 'c200', 'a0', '80'],
  ...['c0af', 'eda080', 'f09f98', 'efbbbf', 'f4908080', '00'.repeat(32), 'ff'.repeat(32)],
].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

type Mutation = (random: Random, bytes: Uint8Array, other: Uint8Array) => Uint8Array;

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setBoundaryByte,
  truncate,
  dropRange,
  duplicateRange,
  insertBoundary,
  overwriteBoundary,
  replaceByteWithBoundary,
  splice,
  copyFromOther,
  insertRandom,
  resizeVector,
  resizeVector,
  lengthenForm,
  nudgeLength,
];

/** One to four mutations on top of each other; `other` is a second corpus entry to splice from. */
export function mutateBytes(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let result = bytes;
  for (let left = 1 + random.below(4); left > 0; left--) result = random.pick(mutations)(random, result, other);
  return result.length > maximumLength ? result.slice(0, maximumLength) : result;
}

function flipBit(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const at = random.below(copy.length);
  if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}

function setBoundaryByte(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) copy[random.below(copy.length)] = random.pick(boundaryBytes);
  return copy;
}

function truncate(random: Random, bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, random.below(bytes.length + 1));
}

function dropRange(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = range(random, bytes);
  return replace(bytes, start, end, bytes.subarray(0, 0));
}

function duplicateRange(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = range(random, bytes);
  return replace(bytes, end, end, bytes.subarray(start, end));
}

function insertBoundary(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  return replace(bytes, at, at, random.pick(boundarySequences));
}

function overwriteBoundary(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const sequence = random.pick(boundarySequences);
  return replace(bytes, at, Math.min(bytes.length, at + sequence.length), sequence);
}

function replaceByteWithBoundary(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  return replace(bytes, at, Math.min(bytes.length, at + 1), random.pick(boundarySequences));
}

function splice(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const from = random.chance(2) ? at : random.below(other.length + 1);
  return replace(bytes, at, bytes.length, other.subarray(from));
}

function copyFromOther(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const [start, end] = range(random, other);
  const at = random.below(bytes.length + 1);
  return replace(
    bytes,
    at,
    random.chance(2) ? at : Math.min(bytes.length, at + end - start),
    other.subarray(start, end),
  );
}

function insertRandom(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  return replace(bytes, at, at, random.bytes(1 + random.below(random.chance(8) ? 300 : 16)));
}

/** Finds a vector and gives it another content, with a length that fits: what a decoder has to look at more closely. */
function resizeVector(random: Random, bytes: Uint8Array): Uint8Array {
  const found = findVector(random, bytes);
  if (!found) return flipBit(random, bytes);
  const { at, prefix, length } = found;
  const wanted = random.chance(3) ? random.pick([0, 1, 63, 64, 255, 256]) : Math.max(0, length + random.below(9) - 4);
  const content = new Uint8Array(wanted).fill(0x61);
  content.set(bytes.subarray(at + prefix, at + prefix + Math.min(length, wanted)));
  return replace(bytes, at, at + prefix + length, concat(vectorLength(wanted), content));
}

/** Writes the same length in a longer form than needed. */
function lengthenForm(random: Random, bytes: Uint8Array): Uint8Array {
  const found = findVector(random, bytes);
  if (!found) return flipBit(random, bytes);
  const { at, prefix, length } = found;
  const longer = random.chance(2)
    ? Uint8Array.of(0x40 | (length >> 8), length & 255)
    : Uint8Array.of(0x80, 0, length >> 8, length & 255);
  return replace(bytes, at, at + prefix, longer);
}

/** Lets a length lie by a little. */
function nudgeLength(random: Random, bytes: Uint8Array): Uint8Array {
  const found = findVector(random, bytes);
  if (!found) return flipBit(random, bytes);
  const { at, prefix, length } = found;
  return replace(bytes, at, at + prefix, vectorLength(Math.max(0, length + random.pick([-2, -1, 1, 2]))));
}

/** A place where a length stands that fits the bytes after it; whether it is meant as one nobody knows. */
function findVector(random: Random, bytes: Uint8Array): { at: number; prefix: number; length: number } | null {
  for (let tries = 0; tries < 8; tries++) {
    const at = random.below(bytes.length);
    const first = bytes[at] ?? 0;
    const prefix = first < 0x40 ? 1 : 2;
    const length = first < 0x40 ? first : ((first & 0x3f) << 8) | (bytes[at + 1] ?? 0);
    if (first < 0x80 && at + prefix + length <= bytes.length) return { at, prefix, length };
  }
  return null;
}

/** A length in the shortest form of RFC 9420 §2.1.2. */
export function vectorLength(length: number): Uint8Array {
  if (length < 0x40) return Uint8Array.of(length);
  if (length < 0x4000) return Uint8Array.of(0x40 | (length >> 8), length & 255);
  return Uint8Array.of(0x80 | (length >>> 24), (length >> 16) & 255, (length >> 8) & 255, length & 255);
}

function range(random: Random, bytes: Uint8Array): [start: number, end: number] {
  const start = random.below(bytes.length + 1);
  const most = bytes.length - start;
  return [start, start + random.below((random.chance(2) ? Math.min(most, 40) : most) + 1)];
}

function replace(bytes: Uint8Array, start: number, end: number, middle: Uint8Array): Uint8Array {
  return concat(bytes.subarray(0, start), middle, bytes.subarray(end));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
