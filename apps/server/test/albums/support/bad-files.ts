/** Files that are not what they seem, made by code. */
import { constants, crc32, deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { drawn, jpeg } from './draw-picture.ts';

/** A grey PNG of these sides that is nothing but zeros: 30,000 x 30,000 of them are 0.9 MB of file and 900 MB of pixels. */
export function zerosPng(width: number, height: number): Buffer {
  const pixels = deflatedZeros(width + 1, height);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** As `deflateSync` packs them, without ever having them: a packed row that can stand behind another one, again and again. */
function deflatedZeros(rowBytes: number, rows: number): Buffer {
  const row = deflateRawSync(Buffer.alloc(rowBytes), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE((rowBytes * rows) % 65_521, 0);
  sum.writeUInt16BE(1, 2);
  const begin = Buffer.from([0x78, 0xda]);
  return Buffer.concat([begin, ...Array.from({ length: rows }, () => row), Buffer.from([3, 0]), sum]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture behind which an archive begins: viewers show the one, unpackers open the other. */
export async function pngAndZip(seed: number): Promise<Buffer> {
  const png = await drawn(seed).png().toBuffer();
  const name = Buffer.from('hello.txt');
  const [local, central, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt32LE(png.length, 42);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(png.length + 30 + name.length, 16);
  return Buffer.concat([png, local, name, central, name, end]);
}

/** A JPEG with a first segment so long that its length and its content read like the first box of an old QuickTime file. */
export async function jpegLikeQuickTime(seed: number): Promise<Buffer> {
  const picture = await jpeg(seed);
  const length = 0x7769; // "wi"; "de" follows
  const segment = Buffer.alloc(length);
  segment.writeUInt16BE(length, 0);
  segment.write('de', 2, 'latin1');
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xef]), segment, picture.subarray(2)]);
}

/** Of a picture in every colour mode that decoders stumble over. */
export async function oddColours(seed: number): Promise<Record<string, Buffer>> {
  const picture = drawn(seed);
  return {
    'a CMYK JPEG': await picture.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    'a 16-bit PNG': await picture.clone().toColourspace('rgb16').png().toBuffer(),
    'a PNG with a palette': await picture.clone().png({ palette: true, colours: 256 }).toBuffer(),
    'an AVIF': await picture.clone().avif({ quality: 80, effort: 0 }).toBuffer(),
    'a GIF of one frame': await picture.clone().gif().toBuffer(),
    'a progressive JPEG': await picture.clone().jpeg({ progressive: true }).toBuffer(),
    'a grey PNG with alpha': await sharp(await picture.clone().greyscale().ensureAlpha().png().toBuffer())
      .png()
      .toBuffer(),
  };
}
