/** Harmless pictures of a folder, decoded. They stay where they are: no name and no pixel of them gets into what is written. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../packages/classifiers/src/pictures/input.ts';

/** Every picture once, and four parts of it, each half as wide and half as high: more pictures, though not independent ones. */
export async function* readPictures(folder: string): AsyncGenerator<{ whole: boolean; picture: Picture }> {
  for (const name of readdirSync(folder).sort()) {
    const { data, info } = await sharp(join(folder, name))
      .rotate()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    yield { whole: true, picture: { rgba: data, width, height } };
    const [half, halfUp] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    for (const [left, top] of [
      [0, 0],
      [width - half, 0],
      [0, height - halfUp],
      [width - half, height - halfUp],
    ] as const) {
      yield { whole: false, picture: cut({ rgba: data, width, height }, left, top, half, halfUp) };
    }
  }
}

function cut({ rgba, width }: Picture, left: number, top: number, wide: number, high: number): Picture {
  const part = new Uint8Array(wide * high * 4);
  for (let y = 0; y < high; y++) {
    const from = ((top + y) * width + left) * 4;
    part.set(rgba.subarray(from, from + wide * 4), y * wide * 4);
  }
  return { rgba: part, width: wide, height: high };
}
