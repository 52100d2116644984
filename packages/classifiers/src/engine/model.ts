import { malformed } from './errors.ts';
import type { ScoredPiece } from './pieces.ts';

/** Names of tensors are those of README.md, "Tensors of a text pack": the encoder with n-grams or without, or n-grams alone. */
export const architectures = ['use-lite/1', 'ngrams/1'] as const;

/** Tokens that the encoder reads at once. */
export const maxTokens = 96;

export interface TensorPlace {
  readonly name: string;
  readonly type: 'int8' | 'float32';
  readonly shape: readonly number[];
  /** Bytes from the start of the section `tensors`, a multiple of 16. */
  readonly offset: number;
  /** Of int8: where a float32 a row stands, by which its values are multiplied; a multiple of 16. */
  readonly scales?: number;
}

/** The part `model` of a text pack's header. */
export interface TextModel {
  readonly architecture: (typeof architectures)[number];
  readonly heads: readonly string[];
  /** Of each layer of the encoder: heads of attention, and what queries are multiplied by. */
  readonly layers: readonly { readonly heads: number; readonly scale: number }[];
  readonly tensors: readonly TensorPlace[];
}

/** Sections of a text pack that the engine reads. */
export interface TextSections {
  /** UTF-8 of JSON: `[piece, score or null]` by id. Empty where there is no encoder. */
  readonly vocabulary: Uint8Array;
  readonly tensors: Uint8Array;
}

/** @throws EngineError `model-malformed` */
export function parseTextModel(value: unknown): TextModel {
  const model = recordOf(value, 'model');
  const architecture = architectures.find((known) => known === model.architecture);
  if (!architecture) throw malformed('unknown architecture');
  const heads = listOf(model.heads, 'heads', 32);
  if (!heads.every((head) => typeof head === 'string') || new Set(heads).size !== heads.length) {
    throw malformed('heads are not different names');
  }
  const layers = listOf(model.layers, 'layers', 8).map((item) => {
    const layer = recordOf(item, 'layer');
    const { heads: count, scale } = layer;
    if (!isCount(count) || typeof scale !== 'number' || !Number.isFinite(scale)) throw malformed('a layer is not one');
    return { heads: count, scale };
  });
  const tensors = listOf(model.tensors, 'tensors', 200).map(parsePlace);
  return { architecture, heads, layers, tensors };
}

function parsePlace(value: unknown): TensorPlace {
  const { name, type, shape, offset, scales } = recordOf(value, 'tensor');
  if (typeof name !== 'string' || (type !== 'int8' && type !== 'float32')) throw malformed('a tensor is not one');
  const sizes = listOf(shape, `shape of ${name}`, 2);
  if (sizes.length === 0 || !sizes.every(isCount)) throw malformed(`shape of ${name} is not one`);
  if (!isOffset(offset) || (type === 'int8' && !isOffset(scales))) throw malformed(`place of ${name} is not one`);
  return { name, type, shape: sizes, offset, ...(isOffset(scales) && { scales }) };
}

/** @throws EngineError `model-malformed` */
export function parseVocabulary(bytes: Uint8Array): ScoredPiece[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('vocabulary is not JSON');
  }
  const pieces = listOf(value, 'vocabulary', 65_535);
  for (const item of pieces) {
    if (!Array.isArray(item)) throw malformed('a piece is not a list');
    const piece: unknown = item[0];
    const score: unknown = item[1];
    if (typeof piece !== 'string' || piece.length > 64) throw malformed('a piece is not a short text');
    if (score !== null && typeof score !== 'number') throw malformed('a score is neither a number nor null');
  }
  return pieces as ScoredPiece[];
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw malformed(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function listOf(value: unknown, what: string, most: number): unknown[] {
  if (!Array.isArray(value) || value.length > most) throw malformed(`${what} is not a list of at most ${most}`);
  return value;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 2 ** 24;
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value % 16 === 0;
}
