import type { Kernel } from './kernel.ts';
import type { Box, Pixels } from './pixels.ts';
import { sampledEdge } from './sample.ts';

/** A picture that its decoder has shrunk, and what it was before. */
export interface Shrunken {
  readonly pixels: Pixels;
  /** Size of the whole picture. */
  readonly width: number;
  readonly height: number;
  /** How many pixels of the whole picture, across and down, one pixel here stands for. */
  readonly across: number;
  readonly down: number;
}

/**
 * Luma of the 512 x 512 pixels that the exact pipeline would take, interpolated from a shrunken picture at their centres.
 * The reference takes pixel trunc(x * width / 512), which lies left of the middle of its field: without that phase
 * the hash moves by another 3 bits. Cubic, as the reference's filter lets through more of the fine detail than a
 * linear interpolation does (2.2 bits from the exact hash instead of 2.6).
 * @param box in pixels of the whole picture
 */
export function sampleShrunken(kernel: Kernel, shrunken: Shrunken, box: Box): { rows: number; cols: number } {
  const sampled = box.width > sampledEdge || box.height > sampledEdge;
  const cols = sampled ? sampledEdge : box.width;
  const rows = sampled ? sampledEdge : box.height;
  const { pixels, across, down } = shrunken;
  const x = taps({ count: cols, start: box.left, length: box.width, scale: across, size: pixels.width });
  const y = taps({ count: rows, start: box.top, length: box.height, scale: down, size: pixels.height });
  const widened = new Float32Array(pixels.height * cols);
  widen(lumaOf(pixels), pixels.width, x, widened);
  for (let row = 0; row < rows; row++) mixRows(widened, cols, y, row, kernel.luma.subarray(row * kernel.stride));
  return { rows, cols };
}

/** Four neighbours of every sample and their weights, one after the other. */
interface Taps {
  readonly at: Int32Array;
  readonly weight: Float32Array;
}

function widen(luma: Float32Array, width: number, { at, weight }: Taps, to: Float32Array): void {
  const cols = at.length / 4;
  for (let row = 0, from = 0; from < luma.length; row += cols, from += width) {
    const line = luma.subarray(from, from + width);
    for (let col = 0, tap = 0; col < cols; col++, tap += 4) {
      // written out: this runs 800,000 times a picture
      const left = (line[at[tap] ?? 0] ?? 0) * (weight[tap] ?? 0);
      const before = (line[at[tap + 1] ?? 0] ?? 0) * (weight[tap + 1] ?? 0);
      const after = (line[at[tap + 2] ?? 0] ?? 0) * (weight[tap + 2] ?? 0);
      const right = (line[at[tap + 3] ?? 0] ?? 0) * (weight[tap + 3] ?? 0);
      to[row + col] = left + before + after + right;
    }
  }
}

function mixRows(from: Float32Array, cols: number, { at, weight }: Taps, row: number, to: Float32Array): void {
  const line = (tap: number) => from.subarray((at[4 * row + tap] ?? 0) * cols, ((at[4 * row + tap] ?? 0) + 1) * cols);
  const [a, b, c, d] = [line(0), line(1), line(2), line(3)];
  const [wa = 0, wb = 0, wc = 0, wd = 0] = weight.subarray(4 * row, 4 * row + 4);
  for (let col = 0; col < cols; col++) {
    to[col] = (a[col] ?? 0) * wa + (b[col] ?? 0) * wb + (c[col] ?? 0) * wc + (d[col] ?? 0) * wd;
  }
}

function lumaOf({ data, width, height, channels }: Pixels): Float32Array {
  if (channels === 1) return new Float32Array(data);
  const luma = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += channels) {
    const red = data[at] ?? 0;
    luma[i] = channels < 3 ? red : 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return luma;
}

/** Catmull-Rom weights around the centre of every sampled pixel; the edge goes on for ever. */
function taps({
  count,
  start,
  length,
  scale,
  size,
}: Record<'count' | 'start' | 'length' | 'scale' | 'size', number>): Taps {
  const at = new Int32Array(4 * count);
  const weight = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const place = (start + Math.floor((i * length) / count) + 0.5) / scale - 0.5;
    const before = Math.floor(place);
    const t = place - before;
    for (let tap = 0; tap < 4; tap++) at[4 * i + tap] = Math.max(0, Math.min(size - 1, before - 1 + tap));
    weight.set(
      [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t].map((w) => w / 2),
      4 * i,
    );
  }
  return { at, weight };
}
