/** Two harmless pictures of 8 by 8 pixels, and readers of just as much of their formats as tells what is shown. */

/** A grey JPEG (ITU-T T.81, baseline), 141 bytes. */
export function grayJpeg(): Uint8Array {
  return Buffer.from(
    [
      'ffd8ffdb004300140e0f120f0d14121012171514181e32211e1c1c1e3d2c2e243249404c4b47404645505a736250556d5645466488656d',
      '777b8182814e608d978c7d96737e817cffc0000b080008000801011100ffc40014000100000000000000000000000000000003ffc40014',
      '100100000000000000000000000000000000ffda0008010100003f0037ffd9',
    ].join(''),
    'hex',
  );
}

/** A green BMP with 24 bits a pixel, 246 bytes. */
export function smallBmp(): Uint8Array {
  const bytes = Buffer.alloc(54 + 8 * 8 * 3, Buffer.of(0x40, 0xc0, 0x40));
  bytes.fill(0, 0, 54);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(8, 18);
  bytes.writeInt32LE(8, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

export interface SeenPicture {
  type: 'jpeg' | 'bmp' | 'none';
  width: number;
  height: number;
}

/** What a program shows that goes by the first bytes, as browsers and picture libraries do. */
export function seePicture(picture: Uint8Array): SeenPicture {
  const bytes = Buffer.from(picture);
  if (bytes.length > 54 && bytes.toString('latin1', 0, 2) === 'BM') return seeBmp(bytes);
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) return seeJpeg(bytes);
  return nothing;
}

const nothing: SeenPicture = { type: 'none', width: 0, height: 0 };

function seeBmp(bytes: Buffer): SeenPicture {
  const [pixels, header, width, height] = [10, 14, 18, 22].map((at) => bytes.readUInt32LE(at));
  if (header !== 40 || !width || !height || !pixels) return nothing;
  if (bytes.readUInt16LE(28) !== 24 || bytes.length < pixels + width * height * 3) return nothing;
  return { type: 'bmp', width, height };
}

/** Goes from segment to segment, over comments, to the frame's header; the scan has to end with EOI. */
function seeJpeg(bytes: Buffer): SeenPicture {
  let frame: SeenPicture = nothing;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === 0xc0)
      frame = { type: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
    if (marker === 0xda) return bytes.indexOf(Buffer.of(0xff, 0xd9), at) > 0 ? frame : nothing;
  }
  return nothing;
}
