/** Harmless pictures by code: the same seed draws the same one. */
import sharp, { type Sharp } from 'sharp';

/** Discs and bars by chance: enough in it for a hash of good quality. */
export function drawn(seed: number, width = 800, height = 600): Sharp {
  const next = chance(seed);
  const colour = () => `rgb(${Math.floor(next() * 256)},${Math.floor(next() * 256)},${Math.floor(next() * 256)})`;
  const shapes = Array.from({ length: 30 }, () => {
    const [x, y, size] = [next() * width, next() * height, (0.05 + next() * 0.2) * width];
    return next() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="${colour()}"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size / 3}" fill="${colour()}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour()}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

export function jpeg(seed: number, width?: number, height?: number): Promise<Buffer> {
  return drawn(seed, width, height).jpeg({ quality: 90 }).toBuffer();
}

/** Mulberry32: numbers in 0..1. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
