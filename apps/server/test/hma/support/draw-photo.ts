import sharp from 'sharp';

export interface PhotoOptions {
  readonly seed: number;
  readonly width?: number;
  readonly height?: number;
}

/** Discs and waves at places by chance, the same for the same seed: enough in it to be hashed, and nothing to be seen. */
export function drawPhoto({ seed, width = 640, height = 480 }: PhotoOptions) {
  const next = numbers(seed);
  const discs = Array.from({ length: 24 }, () => ({
    x: next(),
    y: next(),
    r: 0.04 + next() * 0.2,
    light: next() * 255,
  }));
  const waves = Array.from({ length: 4 }, () => ({ x: next() * 14, y: next() * 14, phase: next() * 6 }));
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [x / width, y / height];
      const disc = discs.find((each) => (u - each.x) ** 2 + (v - each.y) ** 2 < each.r ** 2);
      const wave = waves.reduce((sum, each) => sum + Math.sin(u * each.x + v * each.y + each.phase), 0);
      data.fill(Math.round(disc?.light ?? 128 + wave * 28), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** As a file. */
export function drawFile(options: PhotoOptions): Promise<Buffer> {
  return drawPhoto(options).png().toBuffer();
}

/** One colour: PDQ finds nothing in it. */
export function drawPlain(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#3366aa' } })
    .png()
    .toBuffer();
}

/** Mulberry32: numbers in 0..1. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
