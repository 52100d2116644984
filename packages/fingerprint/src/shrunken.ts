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
 * the hash moves by another 3 bits.
 * @param box in pixels of the whole picture
 */
export function sampleShrunken(kernel: Kernel, shrunken: Shrunken, box: Box): { rows: number; cols: number } {
  const sampled = box.width > sampledEdge || box.height > sampledEdge;
  const cols = sampled ? sampledEdge : box.width;
  const rows = sampled ? sampledEdge : box.height;
  const { pixels, across, down } = shrunken;
  const luma = lumaOf(pixels);
  const x = places({ count: cols, start: box.left, length: box.width, scale: across, last: pixels.width - 1 });
  const y = places({ count: rows, start: box.top, length: box.height, scale: down, last: pixels.height - 1 });
  const widened = new Float32Array(pixels.height * cols);
  for (let row = 0; row < pixels.height; row++) {
    for (let col = 0; col < cols; col++) {
      const at = row * pixels.width + (x.before[col] ?? 0);
      const [left = 0, right = 0] = [luma[at], luma[at + (x.step[col] ?? 0)]];
      widened[row * cols + col] = left + (right - left) * (x.weight[col] ?? 0);
    }
  }
  for (let row = 0; row < rows; row++) {
    const above = (y.before[row] ?? 0) * cols;
    const below = above + (y.step[row] ?? 0) * cols;
    const weight = y.weight[row] ?? 0;
    const to = row * kernel.stride;
    for (let col = 0; col < cols; col++) {
      const [top = 0, bottom = 0] = [widened[above + col], widened[below + col]];
      kernel.luma[to + col] = top + (bottom - top) * weight;
    }
  }
  return { rows, cols };
}

function lumaOf({ data, width, height, channels }: Pixels): Float32Array {
  const luma = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += channels) {
    const red = data[at] ?? 0;
    luma[i] = channels < 3 ? red : 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return luma;
}

/** For each sample: the shrunken pixel before it, the step to the one after it (0 at the edge), and that one's weight. */
function places({
  count,
  start,
  length,
  scale,
  last,
}: Record<'count' | 'start' | 'length' | 'scale' | 'last', number>) {
  const before = new Int32Array(count);
  const step = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const centre = start + Math.floor((i * length) / count) + 0.5;
    const place = Math.max(0, Math.min(last, centre / scale - 0.5));
    before[i] = Math.floor(place);
    step[i] = place < last ? 1 : 0;
    weight[i] = place - Math.floor(place);
  }
  return { before, step, weight };
}
