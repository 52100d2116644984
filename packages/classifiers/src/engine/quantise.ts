import { malformed } from './errors.ts';
import { parseTextModel, type TensorPlace, type TextModel, type TextSections } from './model.ts';
import type { ScoredPiece } from './pieces.ts';

/** What training exports beside the floats (`training/out/model.json`). */
export interface ModelDescription extends Omit<TextModel, 'tensors'> {
  readonly vocabulary: readonly ScoredPiece[];
  /** `offset`: bytes from the start of `model.bin`. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number }[];
}

/** Matrices that become int8: those with many rows and columns. The others are small and stay as they are. */
const inInt8 = /^(u\.emb|u\.l\d\.(qkv|out|res|f1|f2)|u\.th|ngrams)\.weight$/;

/**
 * The floats of a model as the sections of a pack: int8 with a scale a row, `max|row| / 127`, rounded to the nearest.
 * @param floats float32, little-endian
 * @throws EngineError `model-malformed`
 */
export function quantise(
  description: ModelDescription,
  floats: Uint8Array,
): { model: TextModel; sections: TextSections } {
  const places: TensorPlace[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  const put = (bytes: Uint8Array): number => {
    const offset = size;
    const padded = new Uint8Array(Math.ceil(bytes.length / 16) * 16);
    padded.set(bytes);
    parts.push(padded);
    size += padded.length;
    return offset;
  };
  for (const { name, shape, offset } of description.tensors) {
    const values = floatsAt(floats, offset, shape, name);
    if (!inInt8.test(name)) places.push({ name, type: 'float32', shape, offset: put(bytesOf(values)) });
    else {
      const { int8, scales } = rowsInInt8(values, shape[0] ?? 1);
      places.push({ name, type: 'int8', shape, offset: put(bytesOf(int8)), scales: put(bytesOf(scales)) });
    }
  }
  const { architecture, heads, layers } = description;
  return {
    model: parseTextModel({ architecture, heads, layers, tensors: places }),
    sections: {
      vocabulary: new TextEncoder().encode(JSON.stringify(description.vocabulary)),
      tensors: join(parts, size),
    },
  };
}

function floatsAt(bytes: Uint8Array, offset: number, shape: readonly number[], name: string): Float32Array {
  const count = shape.reduce((product, side) => product * side, 1);
  const part = bytes.slice(offset, offset + 4 * count);
  if (part.length !== 4 * count) throw malformed(`${name} lies outside the floats`);
  const values = new Float32Array(part.buffer);
  if (!values.every(Number.isFinite)) throw malformed(`${name} holds what is no number`);
  return values;
}

function rowsInInt8(values: Float32Array, rows: number): { int8: Int8Array; scales: Float32Array } {
  const cols = values.length / rows;
  const int8 = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = values.subarray(row * cols, (row + 1) * cols);
    const scale = Math.fround(from.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127);
    scales[row] = scale;
    if (scale > 0)
      int8.set(
        from.map((value) => Math.max(-127, Math.min(127, Math.round(value / scale)))),
        row * cols,
      );
  }
  return { int8, scales };
}

function bytesOf(values: Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
