import type { Kernel } from './kernel.ts';
import type { Box, Pixels } from './pixels.ts';

/** Longer pictures are sampled to 512 x 512, whatever their shape (pdq/cpp `DOWNSAMPLE_DIMS`). */
export const sampledEdge = 512;

/**
 * Nearest neighbours as the reference takes them: pixel trunc(x * width / 512), no matter where its centre lies; a
 * picture with no side above 512 stays as it is. Fills the kernel's luma and says how large it is.
 */
export function sampleLuma(kernel: Kernel, pixels: Pixels, box: Box): { rows: number; cols: number } {
  const sampled = box.width > sampledEdge || box.height > sampledEdge;
  const cols = sampled ? sampledEdge : box.width;
  const rows = sampled ? sampledEdge : box.height;
  const { channels } = pixels;
  const columns = new Int32Array(cols);
  for (let x = 0; x < cols; x++) columns[x] = (box.left + Math.floor((x * box.width) / cols)) * channels;
  const copyRow = channels < 3 ? copyGrey : copyColour;
  for (let y = 0; y < rows; y++) {
    const row = (box.top + Math.floor((y * box.height) / rows)) * pixels.width * channels;
    copyRow(kernel, pixels.data, row, columns, y * kernel.stride);
  }
  // Grey is luma already: 0.299 v + 0.587 v + 0.114 v in float32 is not always v.
  if (channels >= 3) kernel.lumaFromPixels(rows, cols);
  return { rows, cols };
}

type Bytes = Pixels['data'];

function copyGrey({ luma }: Kernel, data: Bytes, row: number, columns: Int32Array, to: number): void {
  for (let x = 0; x < columns.length; x++) luma[to + x] = data[row + (columns[x] ?? 0)] ?? 0;
}

function copyColour({ packed }: Kernel, data: Bytes, row: number, columns: Int32Array, to: number): void {
  for (let x = 0; x < columns.length; x++) {
    const at = row + (columns[x] ?? 0);
    packed[to + x] = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
  }
}
