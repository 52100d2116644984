import { FingerprintError } from '../errors.ts';
import { type DihedralFingerprint, type Fingerprint, pdqDihedral, pdqFromPixels } from '../pdq.ts';
import type { Pixels } from '../pixels.ts';

export interface DecodeOptions {
  /** Width times height; 100 million unless told. */
  readonly pixels?: number;
}

/** Rows read back at a time: browsers limit the area of a canvas, some to 16 megapixels. */
const stripRows = 256;

/**
 * The pixels of a picture as the browser decodes it, without its colour profile. Browsers turn a picture as its EXIF data
 * say, and colours behind a transparent alpha channel are lost; the hashes of other pictures are those of the
 * exact mode, or differ by the few bits by which JPEG decoders differ (see the README).
 * @throws FingerprintError `unsupported`, `too-many-pixels`
 */
export async function decodePicture(file: Blob, { pixels = 100_000_000 }: DecodeOptions = {}): Promise<Pixels> {
  const bitmap = await toBitmap(file);
  try {
    const { width, height } = bitmap;
    if (width * height > pixels) {
      throw new FingerprintError('too-many-pixels', `decode a picture: ${width} x ${height}; ${pixels} are allowed`);
    }
    const rows = Math.min(stripRows, height);
    const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
    if (!context) throw new FingerprintError('unsupported', 'decode a picture: this browser gives no canvas');
    context.imageSmoothingEnabled = false;
    const data = new Uint8ClampedArray(width * height * 4);
    for (let top = 0; top < height; top += rows) {
      context.clearRect(0, 0, width, rows);
      context.drawImage(bitmap, 0, -top);
      const strip = context.getImageData(0, 0, width, Math.min(rows, height - top));
      data.set(strip.data, top * width * 4);
    }
    return { data, width, height, channels: 4 };
  } finally {
    bitmap.close();
  }
}

/** The PDQ hash of a picture, decoded by the browser. @throws FingerprintError `unsupported`, `too-many-pixels` */
export async function hashPicture(file: Blob, options?: DecodeOptions): Promise<Fingerprint> {
  return pdqFromPixels(await decodePicture(file, options));
}

/** All eight hashes of a picture. @throws FingerprintError `unsupported`, `too-many-pixels` */
export async function hashPictureDihedral(file: Blob, options?: DecodeOptions): Promise<DihedralFingerprint> {
  return pdqDihedral(await decodePicture(file, options));
}

async function toBitmap(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch (error) {
    throw new FingerprintError('unsupported', `decode a picture: ${error instanceof Error ? error.message : error}`);
  }
}
