import { FingerprintError } from './errors.ts';

/** Decoded pixels, row by row, 8 bits a sample: grey, grey and alpha, RGB, or RGBA. Alpha is not looked at. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** A rectangle of pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** No side may be longer: x * width must stay exact in 32 bits for every x below 512. */
export const longestSide = 1_000_000;

/** @throws FingerprintError `pixels-invalid` */
export function checkPixels({ data, width, height, channels }: Pixels): void {
  const sides = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= longestSide);
  if (!sides) throw invalid(`expected sides of 1 to ${longestSide} pixels, got ${width} x ${height}`);
  if (![1, 2, 3, 4].includes(channels)) throw invalid(`expected 1 to 4 channels, got ${channels}`);
  const length = width * height * channels;
  if (data.length !== length) throw invalid(`expected ${length} bytes, got ${data.length}`);
}

function invalid(message: string): FingerprintError {
  return new FingerprintError('pixels-invalid', `"pixels" ${message}`);
}

/** @throws FingerprintError `pixels-invalid` */
export function checkBox({ left, top, width, height }: Box, pixels: Pixels): void {
  const numbers = [left, top, width, height];
  const inside = numbers.every((number) => Number.isInteger(number) && number >= 0) && width > 0 && height > 0;
  if (inside && left + width <= pixels.width && top + height <= pixels.height) return;
  throw invalid(`have no part ${numbers.join(', ')}`);
}
