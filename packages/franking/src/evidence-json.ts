import { fromBase64Url, toBase64Url } from './base64url.ts';
import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { FrankedEvidence } from './evidence.ts';

/** The JSON form of evidence: `FrankedItem` of `@wellhouse/protocol` without its role (docs/spec/franking.md §6). */
export interface FrankedEvidenceJson {
  scheme: 'wh-frank-1';
  stamp: string;
  partCount: number;
  revealed: { index: number; key: string; part: string }[];
  hidden: { index: number; leaf: string }[];
}

export function evidenceToJson(evidence: FrankedEvidence): FrankedEvidenceJson {
  return {
    scheme: 'wh-frank-1',
    stamp: toBase64Url(evidence.stamp),
    partCount: evidence.partCount,
    revealed: evidence.revealed.map(({ index, key, part }) => ({
      index,
      key: toBase64Url(key),
      part: toBase64Url(part),
    })),
    hidden: evidence.hidden.map(({ index, leaf }) => ({ index, leaf: toBase64Url(leaf) })),
  };
}

/**
 * Reads any JSON value; fields beside those named (a role) are left to the caller.
 * @throws {FrankingError} `invalid-value` on another shape, `invalid-base64url` on other text, `too-long` beyond the limits of §9
 */
export function evidenceFromJson(json: unknown): FrankedEvidence {
  const item = record(json, 'evidence');
  const { scheme } = item;
  if (scheme !== 'wh-frank-1') {
    // not quoted: it may be a value of any size and depth
    throw new FrankingError('invalid-value', 'cannot read evidence: "scheme" is not "wh-frank-1"');
  }
  return {
    stamp: bytes(item, 'stamp'),
    partCount: integer(item, 'partCount'),
    revealed: list(item, 'revealed').map((entry) => ({
      index: integer(entry, 'index'),
      key: bytes(entry, 'key'),
      part: bytes(entry, 'part'),
    })),
    hidden: list(item, 'hidden').map((entry) => ({ index: integer(entry, 'index'), leaf: bytes(entry, 'leaf') })),
  };
}

/** Base64url of the longest part; refused before it is decoded. */
const longestText = Math.ceil((limits.content * 4) / 3);

type JsonRecord = Record<string, unknown>;

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown, title: string): JsonRecord {
  if (isRecord(value)) return value;
  throw new FrankingError('invalid-value', `cannot read "${title}": not an object`);
}

function list(object: JsonRecord, field: string): JsonRecord[] {
  const value = object[field];
  if (!Array.isArray(value)) throw new FrankingError('invalid-value', `cannot read "${field}": not a list`);
  if (value.length > limits.parts) {
    throw new FrankingError(
      'too-long',
      `cannot read "${field}": ${value.length} entries, at most ${limits.parts} allowed`,
    );
  }
  return value.map((entry) => record(entry, field));
}

function integer(object: JsonRecord, field: string): number {
  const value = object[field];
  // JSON’s -0 is 0
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  throw new FrankingError('invalid-value', `cannot read "${field}": not an integer`);
}

function bytes(object: JsonRecord, field: string): Uint8Array {
  const value = object[field];
  if (typeof value !== 'string') throw new FrankingError('invalid-value', `cannot read "${field}": not a string`);
  if (value.length > longestText)
    throw new FrankingError('too-long', `cannot read "${field}": ${value.length} characters`);
  return fromBase64Url(value);
}
