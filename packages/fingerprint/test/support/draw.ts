/** Pictures by code: the same seed draws the same picture. */
import type { Pixels } from '@wellhouse/fingerprint';
import sharp, { type Sharp } from 'sharp';

export interface Drawing {
  width: number;
  height: number;
  channels: Pixels['channels'];
  seed: number;
}

/** Mulberry32: numbers in 0..1. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every sample by chance. */
export function noise({ seed, ...drawing }: Drawing): Pixels {
  const next = random(seed);
  return paint(drawing, () => next() * 256);
}

/** One colour. */
export function flat({ seed, ...drawing }: Drawing): Pixels {
  return paint(drawing, (_x, _y, channel) => (seed * 37 + channel * 50) % 256);
}

/** From one corner to the other. */
export function gradient({ seed, ...drawing }: Drawing): Pixels {
  const { width, height } = drawing;
  return paint(drawing, (x, y, channel) => ((x / width + (y / height) * seed) * 127 + channel * 20) % 256);
}

/** A chequerboard. */
export function checkers({ seed, ...drawing }: Drawing): Pixels {
  return paint(drawing, (x, y) => (((x >> (seed + 2)) + (y >> (seed + 2))) % 2 === 0 ? 20 : 230));
}

/** Waves and discs at places by chance: enough structure for a hash of good quality, the same at every size. */
export function blobs({ seed, ...drawing }: Drawing): Pixels {
  const next = random(seed);
  const discs = Array.from({ length: 24 }, () => ({
    x: next(),
    y: next(),
    radius: 0.03 + next() * 0.2,
    colour: [next() * 255, next() * 255, next() * 255],
  }));
  const waves = Array.from({ length: 5 }, () => ({ x: next() * 14, y: next() * 14, phase: next() * 6 }));
  const { width, height } = drawing;
  return paint(drawing, (x, y, channel) => {
    const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
    for (const { x, y, radius, colour } of discs) {
      if ((u - x) ** 2 + (v - y) ** 2 < radius ** 2) return colour[channel % 3] ?? 0;
    }
    let sum = 128;
    for (const wave of waves) sum += 24 * Math.sin(wave.x * u + wave.y * v + wave.phase + channel / 3);
    return sum;
  });
}

/** One sample at a time; what `sample` says is rounded down into 0..255. */
function paint(
  { width, height, channels }: Omit<Drawing, 'seed'>,
  sample: (x: number, y: number, channel: number) => number,
): Pixels {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        data[at] = Math.max(0, Math.min(255, Math.floor(sample(x, y, channel))));
      }
    }
  }
  return { data, width, height, channels };
}

/** As a picture that sharp can encode. */
export function toSharp({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}
