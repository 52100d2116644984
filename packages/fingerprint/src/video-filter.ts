import { loadKernel } from './kernel.ts';

const f = Math.fround;
const small = 64;
/** Below this side there is nothing to hash (`MIN_HASHABLE_DIM` of the reference). */
const smallestSide = 5;

/** The hashes of one frame: one, or all eight turns. */
export interface FrameHashes {
  readonly hashes: readonly Uint8Array[];
  readonly quality: number;
}

/**
 * The PDQ hash of frames as vPDQ computes it: unlike for pictures, the reference does not sample a frame to 512 x 512 but filters
 * all of it. Takes rows as they come and keeps no frame: as many rows as a filter window is high, at most some 30.
 */
export interface FrameFilter {
  /** The next row: interleaved RGB, 3 bytes a pixel, `width` pixels from `at`. */
  row(bytes: Uint8Array, at: number): void;
  /** Hashes the frame whose last row came before; then the next frame begins. */
  finish(count: 1 | 8): FrameHashes;
}

/** @param width of every frame, in pixels; so is `height` */
export function createFrameFilter(width: number, height: number): FrameFilter {
  if (width < smallestSide || height < smallestSide) return emptyFrames();
  // the reference shrinks nothing that has 64 x 64 already
  return width === small && height === small ? unfiltered() : filtered(width, height);
}

function emptyFrames(): FrameFilter {
  const finish = (count: number) => ({ hashes: Array.from({ length: count }, () => new Uint8Array(32)), quality: 0 });
  return { row: () => undefined, finish };
}

function unfiltered(): FrameFilter {
  const values = new Float32Array(small * small);
  let y = 0;
  return {
    row(bytes, at) {
      luma(bytes, at, values.subarray(y * small, (y + 1) * small));
      y++;
    },
    finish(count) {
      y = 0;
      return hashSmall(values, count);
    },
  };
}

/** Two passes of a box filter along rows and along columns; of the second pass only what the 64 x 64 fields keep. */
function filtered(width: number, height: number): FrameFilter {
  const along = windowOf(width);
  const columns = Int32Array.from({ length: small }, (_, j) => Math.trunc(((j + 0.5) * width) / small));
  const rows = Int32Array.from({ length: small }, (_, i) => Math.trunc(((i + 0.5) * height) / small));
  const grey = new Float32Array(width);
  const narrowed = new Float32Array(small);
  const values = new Float32Array(small * small);
  let kept = 0;
  const second = columnFilter(small, height, (line, y) => {
    for (; rows[kept] === y; kept++) values.set(line, kept * small);
  });
  const first = columnFilter(width, height, (line) => {
    boxAt(line, along, columns, narrowed);
    second.push(narrowed);
  });
  const filteredRow = new Float32Array(width);
  return {
    row(bytes, at) {
      luma(bytes, at, grey);
      box(grey, along, filteredRow);
      first.push(filteredRow);
    },
    finish(count) {
      kept = 0;
      return hashSmall(values, count);
    },
  };
}

/** Values that one of the filtered takes in: half of them, rounded, lie before it (`computeJaroszFilterWindowSize`). */
function windowOf(side: number): number {
  return Math.trunc((side + 127) / 128);
}

/** 64 x 64 values pass the kernel's filter as they are: it only transforms them and takes their signs. */
function hashSmall(values: Float32Array, count: 1 | 8): FrameHashes {
  const kernel = loadKernel();
  for (let y = 0; y < small; y++) kernel.luma.set(values.subarray(y * small, (y + 1) * small), y * kernel.stride);
  return kernel.hash(small, small, count);
}

const red = Float32Array.from({ length: 256 }, (_, value) => f(0.299) * value);
const green = Float32Array.from({ length: 256 }, (_, value) => f(0.587) * value);
const blue = Float32Array.from({ length: 256 }, (_, value) => f(0.114) * value);

function luma(bytes: Uint8Array, at: number, to: Float32Array): void {
  for (let x = 0, from = at; x < to.length; x++, from += 3) {
    const two = f((red[bytes[from] ?? 0] ?? 0) + (green[bytes[from + 1] ?? 0] ?? 0));
    to[x] = two + (blue[bytes[from + 2] ?? 0] ?? 0);
  }
}

/** A running mean; at the ends over fewer values. It adds, subtracts and divides in the order of the reference. */
function box(from: Float32Array, window: number, to: Float32Array): void {
  const { length } = from;
  const half = (window + 2) >> 1;
  let sum = 0;
  for (let right = 0; right < half - 1; right++) sum = f(sum + (from[right] ?? 0));
  for (let right = half - 1; right < window; right++) {
    sum = f(sum + (from[right] ?? 0));
    to[right - half + 1] = sum / (right + 1);
  }
  for (let right = window; right < length; right++) {
    sum = f(f(sum + (from[right] ?? 0)) - (from[right - window] ?? 0));
    to[right - half + 1] = sum / window;
  }
  for (let left = length - window, size = window - 1; left < length - window + half - 1; left++, size--) {
    sum = f(sum - (from[left] ?? 0));
    to[left + window - half + 1] = sum / size;
  }
}

/** The same mean, written for the given places only (in rising order). */
function boxAt(from: Float32Array, window: number, places: Int32Array, to: Float32Array): void {
  const { length } = from;
  const half = (window + 2) >> 1;
  let sum = 0;
  let right = 0;
  let left = 0;
  for (const [n, place] of places.entries()) {
    const end = Math.min(length, place + half);
    for (; right < end; right++) {
      sum = f(sum + (from[right] ?? 0));
      if (right >= window) sum = f(sum - (from[left++] ?? 0));
    }
    // beyond the end values only leave
    for (; left < place + half - window; left++) sum = f(sum - (from[left] ?? 0));
    to[n] = sum / (right - left);
  }
}

/** The same mean along columns, for all columns at once as rows come in; `write` is given rows as they are ready. */
function columnFilter(width: number, height: number, write: (line: Float32Array, y: number) => void) {
  const window = windowOf(height);
  const half = (window + 2) >> 1;
  const sums = new Float32Array(width);
  const means = new Float32Array(width);
  const ring = Array.from({ length: window + 1 }, () => new Float32Array(width));
  let y = 0;

  function divide(size: number, at: number): void {
    for (let x = 0; x < width; x++) means[x] = (sums[x] ?? 0) / size;
    write(means, at);
  }

  function endFrame(): void {
    for (let left = height - window, size = window - 1; size > window - half; left++, size--) {
      const leaving = ring[left % ring.length] ?? sums;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) - (leaving[x] ?? 0);
      divide(size, left + window - half + 1);
    }
    sums.fill(0);
    y = 0;
  }

  return {
    push(line: Float32Array): void {
      const coming = ring[y % ring.length] ?? sums;
      coming.set(line);
      if (y < window) for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + (line[x] ?? 0);
      else {
        const leaving = ring[(y - window) % ring.length] ?? sums;
        for (let x = 0; x < width; x++) sums[x] = f((sums[x] ?? 0) + (line[x] ?? 0)) - (leaving[x] ?? 0);
      }
      y++;
      if (y >= half) divide(Math.min(y, window), y - half);
      if (y === height) endFrame();
    },
  };
}
