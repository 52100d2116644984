/** The pixels of a PNG file with a palette and eight bits a pixel, as the pictures of the drill are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Picture } from '../../src/pictures/input.ts';

/** One of apps/server/src/drill/pictures or apps/messenger/public/pictures. */
export function committedPicture(path: string): Picture {
  return readPng(readFileSync(new URL(`../../../../apps/${path}`, import.meta.url)));
}

function readPng(file: Buffer): Picture {
  let at = 8;
  let palette: Buffer | null = null;
  const packed: Buffer[] = [];
  while (at < file.length) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'PLTE') palette = body;
    if (type === 'IDAT') packed.push(body);
    at += length + 12;
  }
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  assert.ok(palette);
  const depth = file[24] ?? 0;
  const lines = inflateSync(Buffer.concat(packed));
  const bytes = Math.ceil((width * depth) / 8);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const from = y * (bytes + 1);
    assert.equal(lines[from], 0, 'lines without a filter, as palettes have them');
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = lines[from + 1 + (bit >> 3)] ?? 0;
      const index = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
      rgba.set(palette.subarray(3 * index, 3 * index + 3), (y * width + x) * 4);
    }
  }
  return { rgba, width, height };
}
