import { type Chance, createChance } from './chance.ts';

/** RGB, 8 bits, row by row. */
export interface Painted {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
}

/**
 * A picture that resembles a photograph in what a perceptual hash sees: clouds of noise over several octaves with power
 * falling towards fine detail, a light that falls off, and some soft and some sharp shapes. Each seed is another picture.
 */
export function paint(seed: number, width: number, height: number): Painted {
  const chance = createChance(seed);
  const luma = new Float32Array(width * height);
  addClouds(luma, width, height, chance);
  addLight(luma, width, height, chance);
  const shapes = Math.floor(chance.between(3, 14));
  for (let shape = 0; shape < shapes; shape++) addShape(luma, width, height, chance);
  return colour(luma, width, height, chance);
}

/** Octaves from coarse (2 to 4 cells a side) to fine, each interpolated between random values on a grid. */
function addClouds(luma: Float32Array, width: number, height: number, chance: Chance): void {
  const falloff = chance.between(0.45, 0.75);
  let strength = chance.between(30, 70);
  for (let cells = Math.floor(chance.between(2, 5)); cells <= Math.min(width, height) / 4; cells *= 2) {
    const rows = Math.max(2, Math.round((cells * height) / width));
    const grid = Float32Array.from({ length: (cells + 2) * (rows + 2) }, () => chance.between(-strength, strength));
    for (let y = 0; y < height; y++) {
      const v = (y * rows) / height;
      const top = Math.floor(v) * (cells + 2);
      const down = smooth(v - Math.floor(v));
      for (let x = 0; x < width; x++) {
        const u = (x * cells) / width;
        const left = top + Math.floor(u);
        const right = smooth(u - Math.floor(u));
        const [a, b] = [grid[left] ?? 0, grid[left + 1] ?? 0];
        const [c, d] = [grid[left + cells + 2] ?? 0, grid[left + cells + 3] ?? 0];
        const [above, below] = [a + (b - a) * right, c + (d - c) * right];
        luma[y * width + x] = (luma[y * width + x] ?? 0) + above + (below - above) * down;
      }
    }
    strength *= falloff;
  }
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function addLight(luma: Float32Array, width: number, height: number, chance: Chance): void {
  const [across, along, base] = [chance.between(-60, 60), chance.between(-60, 60), chance.between(90, 160)];
  for (let y = 0; y < height; y++) {
    const row = base + along * (y / height - 0.5) - across / 2;
    for (let x = 0; x < width; x++) luma[y * width + x] = (luma[y * width + x] ?? 0) + row + (across * x) / width;
  }
}

/** An ellipse or a rectangle, turned, with an edge between sharp and very soft. */
function addShape(luma: Float32Array, width: number, height: number, chance: Chance): void {
  const [x0, y0] = [chance.between(0, width), chance.between(0, height)];
  const [rx, ry] = [width * chance.between(0.03, 0.3), height * chance.between(0.03, 0.3)];
  const angle = chance.between(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const soft = chance.between(0.01, 0.6);
  const strength = chance.between(-90, 90);
  const round = chance.next() < 0.6;
  const reach = Math.hypot(rx, ry) * 1.5;
  for (let y = Math.max(0, Math.floor(y0 - reach)); y < Math.min(height, y0 + reach); y++) {
    for (let x = Math.max(0, Math.floor(x0 - reach)); x < Math.min(width, x0 + reach); x++) {
      const u = ((x - x0) * cos + (y - y0) * sin) / rx;
      const v = ((y - y0) * cos - (x - x0) * sin) / ry;
      const distance = round ? Math.hypot(u, v) : Math.max(Math.abs(u), Math.abs(v));
      const share = Math.min(1, Math.max(0, (1 - distance) / soft));
      if (share > 0) luma[y * width + x] = (luma[y * width + x] ?? 0) + strength * share;
    }
  }
}

/** Two tints, mixed by brightness, as shadows and lights of one scene. */
function colour(luma: Float32Array, width: number, height: number, chance: Chance): Painted {
  const dark = [0, 1, 2].map(() => chance.between(-25, 25));
  const light = [0, 1, 2].map(() => chance.between(-25, 25));
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < luma.length; at++) {
    const value = luma[at] ?? 0;
    const share = Math.min(1, Math.max(0, value / 255));
    for (let channel = 0; channel < 3; channel++) {
      const tint = (dark[channel] ?? 0) * (1 - share) + (light[channel] ?? 0) * share;
      data[at * 3 + channel] = Math.min(255, Math.max(0, value + tint));
    }
  }
  return { data, width, height, channels: 3 };
}
