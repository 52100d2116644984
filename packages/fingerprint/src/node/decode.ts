import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { flattenOnWhite } from '../flatten.ts';
import { formatHash } from '../hash-text.ts';
import { readJpegMeans } from '../jpeg-means.ts';
import { type DihedralFingerprint, pdqDihedral, pdqFromPixels, pdqShrunken } from '../pdq.ts';
import type { Box, Pixels } from '../pixels.ts';
import type { Shrunken } from '../shrunken.ts';
import { trimBorder } from '../trim-border.ts';
import type { Job, JobAnswer, Print } from './job.ts';

/** Above this many pixels `auto` lets the JPEG decoder shrink. */
const fastAbove = 4_000_000;
/** The shorter side has at least this many pixels after shrinking. */
const leastShrunken = 256;

/** Only decoders of photographs: no SVG, PDF or anything that reads other files. */
export function allowPhotographsOnly(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  const loaders = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer'];
  sharp.unblock({ operation: loaders.map((loader) => `VipsForeignLoad${loader}`) });
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Decodes a picture and hashes it in every view that the job asks for. Never throws for what the file holds. */
export async function runJob(job: Job, file: Buffer): Promise<JobAnswer> {
  try {
    // no limit here, as this only reads the head
    const metadata = await sharp(file, { ...tolerant, limitInputPixels: false }).metadata();
    const { width, height } = sizeOf(metadata);
    if (width * height > job.pixels) {
      return { ok: false, code: 'too-many-pixels', detail: `${width} x ${height} pixels; ${job.pixels} are allowed` };
    }
    const format = metadata.format ?? 'unknown';
    const shrink = job.mode === 'exact' ? 1 : shrinkOf(metadata, job.mode === 'fast' ? 0 : fastAbove);
    const prints =
      shrink > 1 ? await hashShrunken(job, file, shrink, { width, height }) : await hashExact(job, file, metadata);
    return { ok: true, format, width, height, mode: shrink > 1 ? 'fast' : 'exact', prints };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { ok: false, code: /pixel limit/i.test(detail) ? 'too-many-pixels' : 'unsupported', detail };
  }
}

/** As the reference decodes: whatever can be shown of a damaged file, no colour profile, no turning by EXIF. */
const tolerant: SharpOptions = { failOn: 'none', ignoreIcc: true, sequentialRead: true };

function sizeOf({ width, height, pageHeight }: Metadata): { width: number; height: number } {
  return { width, height: pageHeight ?? height };
}

async function decode(job: Job, file: Buffer, { space, page = 0 }: { space: string; page?: number }): Promise<Pixels> {
  const options: SharpOptions = { ...tolerant, limitInputPixels: job.pixels, ...(page > 0 ? { page } : {}) };
  const picture = sharp(file, options);
  // Grey stays grey: the reference does not weigh what has one channel.
  if (space === 'b-w' || space === 'grey16') picture.toColourspace('b-w');
  return toPixels(await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
}

function toPixels({ data, info }: { data: Buffer; info: { width: number; height: number; channels: number } }): Pixels {
  const { width, height, channels } = info;
  if (channels === 1 || channels === 2 || channels === 3 || channels === 4) return { data, width, height, channels };
  throw new Error(`${channels} channels`);
}

async function hashExact(job: Job, file: Buffer, metadata: Metadata): Promise<Print[]> {
  const { space } = metadata;
  const pixels = await decode(job, file, { space });
  const hash = (of: Pixels, box?: Box) => (job.dihedral ? pdqDihedral(of, box) : single(of, box));
  const prints = [print('whole', hash(pixels))];
  const trimmed = job.trim ? trimBorder(pixels) : null;
  if (trimmed) prints.push({ ...print('trimmed', hash(pixels, trimmed)), box: trimmed });
  const flattened = flattenOnWhite(pixels);
  if (flattened) prints.push(print('flattened', hash(flattened)));
  release(pixels);
  for (const page of samplePages(metadata, job)) {
    const frame = await decode(job, file, { space, page });
    prints.push({ ...print('frame', hash(frame)), page });
    release(frame);
  }
  return prints;
}

/** Gives large pixels back at once: left to the collector, 36 MB a picture make it mark the whole heap for every other one. */
function release({ data }: Pixels): void {
  const { buffer, byteLength } = data;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 1 << 20) buffer.transfer(0);
}

function single(pixels: Pixels, box?: Box): DihedralFingerprint {
  const { hash, quality } = pdqFromPixels(pixels, box);
  return { hashes: [hash], quality };
}

function print(view: Print['view'], { hashes, quality }: DihedralFingerprint): Print {
  return { view, hashes: hashes.map(formatHash), quality };
}

/** Evenly spread over an animation, the last frame included. A late frame costs all before it: within the limit only. */
function samplePages({ pages = 1, ...metadata }: Metadata, job: Job): number[] {
  const { width, height } = sizeOf(metadata as Metadata);
  const reachable = Math.min(pages, Math.max(1, Math.floor((4 * job.pixels) / (width * height))));
  const count = Math.min(job.frames, reachable - 1);
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * (reachable - 1)) / count));
}

/** The largest factor that leaves enough of the shorter side; 1 for what only exact decoding can do. */
function shrinkOf({ format, width, height }: Metadata, above: number): number {
  if (format !== 'jpeg' || width * height <= above) return 1;
  return [8, 4, 2].find((factor) => Math.min(width, height) / (factor + 1) >= leastShrunken) ?? 1;
}

async function hashShrunken(
  job: Job,
  file: Buffer,
  factor: number,
  { width, height }: { width: number; height: number },
): Promise<Print[]> {
  const shrunken =
    shrinkByMeans(file, { width, height }) ?? (await shrinkByDecoder(job, file, factor, { width, height }));
  const { pixels } = shrunken;
  const count = job.dihedral ? 8 : 1;
  const prints = [print('whole', pdqShrunken(shrunken, { left: 0, top: 0, width, height }, count))];
  const trimmed = job.trim ? trimBorder(pixels) : null;
  if (trimmed) {
    const box = enlarged(trimmed, shrunken);
    prints.push({ ...print('trimmed', pdqShrunken(shrunken, box, count)), box });
  }
  return prints;
}

/** At an eighth, where that leaves enough. */
function shrinkByMeans(file: Buffer, { width, height }: { width: number; height: number }): Shrunken | null {
  if (Math.min(width, height) / 8 < leastShrunken) return null;
  const pixels = readJpegMeans(file);
  if (pixels?.width !== Math.ceil(width / 8) || pixels.height !== Math.ceil(height / 8)) return null;
  return { pixels, width, height, across: 8, down: 8 };
}

async function shrinkByDecoder(
  job: Job,
  file: Buffer,
  factor: number,
  { width, height }: { width: number; height: number },
): Promise<Shrunken> {
  // sharp asks the decoder for half of a whole factor; for a factor of 1/9 it decodes at 1/8 and resizes the rest.
  const [cols, rows] = [Math.floor(width / (factor + 1)), Math.floor(height / (factor + 1))];
  const picture = sharp(file, { ...tolerant, limitInputPixels: job.pixels }).resize(cols, rows, { fit: 'fill' });
  const pixels = toPixels(await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
  // libvips drops the last column and row of what the decoder gives when they stand for less than `factor` pixels.
  const across = (Math.floor(width / factor) * factor) / cols;
  const down = (Math.floor(height / factor) * factor) / rows;
  return { pixels, width, height, across, down };
}

function enlarged(box: Box, { width, height, across, down }: Shrunken): Box {
  const [left, top] = [Math.round(box.left * across), Math.round(box.top * down)];
  const right = Math.min(width, Math.round((box.left + box.width) * across));
  const bottom = Math.min(height, Math.round((box.top + box.height) * down));
  return { left, top, width: right - left, height: bottom - top };
}
