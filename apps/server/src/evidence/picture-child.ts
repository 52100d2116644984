/**
 * The process that decodes one picture: bytes on standard input; on standard output one line of JSON and, when it
 * succeeded, the picture as WebP. Started by decode-picture.ts with `--permission` and no environment.
 */
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { z } from 'zod';

const Limits = z.object({ pixels: z.number(), shownEdge: z.number(), seconds: z.number() });

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

const limits = Limits.parse(JSON.parse(process.argv[2] ?? '{}'));
const input = await buffer(process.stdin);
try {
  const { data, info } = await sharp(input, {
    limitInputPixels: limits.pixels,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
  })
    .timeout({ seconds: limits.seconds })
    .rotate()
    .resize({ width: limits.shownEdge, height: limits.shownEdge, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  answer({ ok: true, width: info.width, height: info.height, bytes: data.length }, data);
} catch (error) {
  answer({ ok: false, tooLarge: error instanceof Error && /pixel limit/i.test(error.message) });
}

function answer(line: object, picture?: Uint8Array): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (picture) process.stdout.write(picture);
}
