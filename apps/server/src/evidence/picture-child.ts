/**
 * The process that decodes one picture: bytes on standard input; on standard output one line of JSON and, when it
 * succeeded, the picture as WebP and after it small, grey and uncompressed. Started by decode-picture.ts with `--permission` and no environment.
 */
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { z } from 'zod';
import { drawViews } from './draw-views.ts';

const Limits = z.object({
  pixels: z.number(),
  shownEdge: z.number(),
  seconds: z.number(),
  /** all: whatever somebody may see in it, side by side; and of a damaged picture what can be shown. */
  views: z.enum(['first', 'all']).default('first'),
});

// Only decoders of photographs: no SVG, PDF or anything that reads other files.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** Longest side of the grey pixels from which a picture's looks are computed, outside of this process. */
const lookEdge = 256;

const limits = Limits.parse(JSON.parse(process.argv[2] ?? '{}'));
const input = await buffer(process.stdin);
try {
  const isAll = limits.views === 'all';
  const views = isAll ? await drawViews(input, limits) : null;
  const first = sharp(input, {
    limitInputPixels: limits.pixels,
    failOn: isAll ? 'none' : 'error',
    pages: 1,
    sequentialRead: true,
  });
  const { data, info } = await (views ?? first)
    .timeout({ seconds: limits.seconds })
    .rotate()
    .resize({ width: limits.shownEdge, height: limits.shownEdge, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  const { data: grey, info: look } = await sharp(data)
    .greyscale()
    .resize({ width: lookEdge, height: lookEdge, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const of = { width: look.width, height: look.height };
  answer({ ok: true, width: info.width, height: info.height, bytes: data.length, look: of }, data, grey);
} catch (error) {
  answer({ ok: false, tooLarge: error instanceof Error && /pixel limit/i.test(error.message) });
}

function answer(line: object, ...parts: Uint8Array[]): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  for (const part of parts) process.stdout.write(part);
}
