import type { Pixels } from './pixels.ts';
import { sampledEdge } from './sample.ts';

/**
 * A picture with holes as it looks on white paper: at most the 512 x 512 pixels that are hashed; null when all of them
 * are opaque. What a person sees may be in the alpha channel alone.
 */
export function flattenOnWhite({ data, width, height, channels }: Pixels): Pixels | null {
  if (channels !== 2 && channels !== 4) return null;
  const sampled = width > sampledEdge || height > sampledEdge;
  const cols = sampled ? sampledEdge : width;
  const rows = sampled ? sampledEdge : height;
  const colours = channels === 2 ? 1 : 3;
  const flat = new Uint8Array(cols * rows * colours);
  let opaque = true;
  for (let y = 0, to = 0; y < rows; y++) {
    const row = Math.floor((y * height) / rows) * width;
    for (let x = 0; x < cols; x++) {
      const from = (row + Math.floor((x * width) / cols)) * channels;
      const alpha = data[from + colours] ?? 255;
      if (alpha < 255) opaque = false;
      for (let colour = 0; colour < colours; colour++, to++) {
        flat[to] = Math.round(((data[from + colour] ?? 0) * alpha) / 255 + 255 - alpha);
      }
    }
  }
  return opaque ? null : { data: flat, width: cols, height: rows, channels: colours };
}
