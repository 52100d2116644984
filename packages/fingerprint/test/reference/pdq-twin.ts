/**
 * PDQ in plain TypeScript, one float32 operation after the other as Meta's pdq/cpp does them: the oracle for the kernel.
 * Written to be compared with the reference by eye, not to be fast.
 */
const f = Math.fround;

/** Luma of at most 512 x 512, row by row -> the eight hashes (bit k at byte k >> 3, bit k & 7) and the quality. */
export function twinFromLuma(luma: Float32Array, rows: number, cols: number) {
  if (rows < 5 || cols < 5) return { hashes: Array.from({ length: 8 }, () => new Uint8Array(32)), quality: 0 };
  const small = rows === 64 && cols === 64 ? Float32Array.from(luma) : shrink(luma, rows, cols);
  const dct = transform(small);
  return { hashes: turns.map((turn) => toBits(turned(dct, turn))), quality: measureQuality(small) };
}

/** Interleaved RGB of any size -> luma as the reference samples it. */
export function twinLuma(data: ArrayLike<number>, width: number, height: number, channels: number) {
  const sampled = width > 512 || height > 512;
  const cols = sampled ? 512 : width;
  const rows = sampled ? 512 : height;
  const luma = new Float32Array(rows * cols);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < cols; x++) {
      const at = (Math.trunc((y * height) / rows) * width + Math.trunc((x * width) / cols)) * channels;
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      luma[y * cols + x] = channels < 3 ? r : f(f(f(f(0.299) * r) + f(f(0.587) * g)) + f(f(0.114) * b));
    }
  }
  return { luma, rows, cols };
}

function shrink(luma: Float32Array, rows: number, cols: number): Float32Array {
  const values = Float32Array.from(luma);
  const between = new Float32Array(values.length);
  const alongRows = Math.trunc((cols + 127) / 128);
  const alongCols = Math.trunc((rows + 127) / 128);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < rows; i++) box(values, between, i * cols, cols, 1, alongRows);
    for (let j = 0; j < cols; j++) box(between, values, j, rows, cols, alongCols);
  }
  const small = new Float32Array(64 * 64);
  for (let i = 0; i < 64; i++) {
    for (let j = 0; j < 64; j++) {
      const row = Math.trunc(((i + 0.5) * rows) / 64);
      small[i * 64 + j] = at(values, row * cols + Math.trunc(((j + 0.5) * cols) / 64));
    }
  }
  return small;
}

/** box1DFloat: four phases over one row or column. */
function box(from: Float32Array, to: Float32Array, start: number, length: number, stride: number, window: number) {
  const half = Math.trunc((window + 2) / 2);
  let left = start;
  let right = start;
  let out = start;
  let sum = 0;
  let size = 0;
  const add = () => {
    sum = f(sum + at(from, right));
    right += stride;
  };
  const subtract = () => {
    sum = f(sum - at(from, left));
    left += stride;
  };
  const write = () => {
    to[out] = f(sum / size);
    out += stride;
  };
  for (let i = 0; i < half - 1; i++, size++) add();
  for (let i = 0; i < window - half + 1; i++) {
    add();
    size++;
    write();
  }
  for (let i = 0; i < length - window; i++) {
    add();
    subtract();
    write();
  }
  for (let i = 0; i < half - 1; i++) {
    subtract();
    size--;
    write();
  }
}

function measureQuality(small: Float32Array): number {
  let sum = 0;
  const step = (u: number, v: number) => Math.abs(Math.trunc(f(f(f(u - v) * 100) / 255)));
  for (let i = 0; i < 64; i++) {
    for (let j = 0; j < 64; j++) {
      if (i < 63) sum += step(at(small, i * 64 + j), at(small, i * 64 + 64 + j));
      if (j < 63) sum += step(at(small, i * 64 + j), at(small, i * 64 + j + 1));
    }
  }
  return Math.min(100, Math.trunc(sum / 90));
}

function transform(small: Float32Array): Float32Array {
  const scale = f(Math.sqrt(2 / 64));
  const cosine = (i: number, j: number) => f(scale * Math.cos((Math.PI / 2 / 64) * (i + 1) * (2 * j + 1)));
  const half = new Float32Array(16 * 64);
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 64; j++) {
      let sum = 0;
      for (let k = 0; k < 64; k++) sum = f(sum + f(cosine(i, k) * at(small, k * 64 + j)));
      half[i * 64 + j] = sum;
    }
  }
  const dct = new Float32Array(256);
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 16; j++) {
      let sum = 0;
      for (let k = 0; k < 64; k++) sum = f(sum + f(at(half, i * 64 + k) * cosine(j, k)));
      dct[i * 16 + j] = sum;
    }
  }
  return dct;
}

interface Turn {
  transposed: boolean;
  negated(i: number, j: number): boolean;
}

/** dct16OriginalTo…, in the order of the reference. */
const turns: readonly Turn[] = [
  { transposed: false, negated: () => false },
  { transposed: true, negated: (_, j) => j % 2 === 0 },
  { transposed: false, negated: (i, j) => (i + j) % 2 === 1 },
  { transposed: true, negated: (i) => i % 2 === 0 },
  { transposed: false, negated: (i) => i % 2 === 0 },
  { transposed: false, negated: (_, j) => j % 2 === 0 },
  { transposed: true, negated: () => false },
  { transposed: true, negated: (i, j) => (i + j) % 2 === 1 },
];

function turned(dct: Float32Array, { transposed, negated }: Turn): Float32Array {
  const out = new Float32Array(256);
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 16; j++) {
      const value = at(dct, i * 16 + j);
      out[transposed ? j * 16 + i : i * 16 + j] = negated(i, j) ? -value : value;
    }
  }
  return out;
}

/** Torben's median of 256 values is the 128th smallest; a sort says it without his loop. */
function toBits(dct: Float32Array): Uint8Array {
  const median = at(Float32Array.from(dct).sort(), 127);
  const hash = new Uint8Array(32);
  for (let k = 0; k < 256; k++) {
    if (at(dct, k) > median) hash[k >> 3] = at(hash, k >> 3) | (1 << (k & 7));
  }
  return hash;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
