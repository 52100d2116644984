import sharp, { type Sharp } from 'sharp';
import type { Painted } from '../pictures/paint.ts';

/** What people do to a picture before they share it again: from the original's pixels to a file. */
export const edits: Readonly<Record<string, (picture: Painted) => Promise<Uint8Array>>> = {
  jpeg_q50: (picture) => encode(open(picture), 50),
  jpeg_q20: (picture) => encode(open(picture), 20),
  webp_q60: (picture) => open(picture).webp({ quality: 60 }).toBuffer(),
  resize_50: (picture) => encode(scaled(picture, 0.5)),
  resize_25: (picture) => encode(scaled(picture, 0.25)),
  width_320_q70: (picture) => encode(scaled(picture, 320 / picture.width), 70),
  stretch_1_1: (picture) => encode(open(picture).resize(picture.height, picture.height, { fit: 'fill' })),
  blur_3: (picture) => encode(open(picture).blur(3)),
  sharpen: (picture) => encode(open(picture).sharpen({ sigma: 2 })),
  brightness_20: (picture) => encode(open(picture).linear(1.2, 0)),
  gamma_1_6: (picture) => encode(open(picture).gamma(1.6, 1)),
  greyscale: (picture) => encode(open(picture).greyscale()),
  crop_1: (picture) => encode(cropped(picture, 0.01)),
  crop_2: (picture) => encode(cropped(picture, 0.02)),
  crop_5: (picture) => encode(cropped(picture, 0.05)),
  crop_10: (picture) => encode(cropped(picture, 0.1)),
  turn_1_degree: (picture) => turned(picture, 1),
  turn_3_degrees: (picture) => turned(picture, 3),
  watermark: (picture) => encode(open(picture).composite([{ input: watermark(picture) }])),
  border_2: (picture) => encode(framed(picture, 0.02, 0.02, '#ffffff')),
  letterbox_10: (picture) => encode(framed(picture, 0, 0.1, '#000000')),
  pillarbox_20: (picture) => encode(framed(picture, 0.2, 0, '#000000')),
  mirror: (picture) => encode(open(picture).flop()),
  upside_down: (picture) => encode(open(picture).flip()),
  rotate_90: (picture) => encode(open(picture).rotate(90)),
  rotate_180: (picture) => encode(open(picture).rotate(180)),
  rotate_270: (picture) => encode(open(picture).rotate(270)),
  transposed: async (picture) => encode(await again(open(picture).rotate(90), (turnedOnce) => turnedOnce.flop())),
  mirror_and_letterbox: async (picture) =>
    encode(await again(open(picture).flop(), (mirrored) => mirrored.extend(bars(picture, 0, 0.1, '#000000')))),
  rotate_90_and_border: async (picture) =>
    encode(await again(open(picture).rotate(90), (side) => side.extend(bars(picture, 0.02, 0.02, '#ffffff')))),
};

function open({ data, ...raw }: Painted): Sharp {
  return sharp(data, { raw });
}

/** As photographs are usually saved once more. */
function encode(picture: Sharp, quality = 85): Promise<Uint8Array> {
  return picture.jpeg({ quality }).toBuffer();
}

/** A second step, which sharp would otherwise put into an order of its own. */
async function again(first: Sharp, second: (picture: Sharp) => Sharp): Promise<Sharp> {
  const { data, info } = await first.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return second(sharp(data, { raw: { width, height, channels } }));
}

function scaled(picture: Painted, by: number): Sharp {
  return open(picture).resize(Math.round(picture.width * by), Math.round(picture.height * by), { fit: 'fill' });
}

/** Less by `share` of each side, equally on both ends. */
function cropped(picture: Painted, share: number): Sharp {
  const [left, top] = [Math.round((picture.width * share) / 2), Math.round((picture.height * share) / 2)];
  return open(picture).extract({ left, top, width: picture.width - 2 * left, height: picture.height - 2 * top });
}

/** Turned about its middle at the same size; the corners stay black. */
async function turned(picture: Painted, degrees: number): Promise<Uint8Array> {
  const { data, info } = await open(picture)
    .rotate(degrees, { background: '#000000' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = [Math.floor((info.width - picture.width) / 2), Math.floor((info.height - picture.height) / 2)];
  const { width, height, channels } = info;
  const whole = sharp(data, { raw: { width, height, channels } });
  return encode(whole.extract({ left, top, width: picture.width, height: picture.height }));
}

function framed(picture: Painted, across: number, along: number, background: string): Sharp {
  return open(picture).extend(bars(picture, across, along, background));
}

/** Bars on both ends of each side, as shares of it. */
function bars({ width, height }: Painted, across: number, along: number, background: string) {
  const [beside, above] = [Math.round(width * across), Math.round(height * along)];
  return { left: beside, right: beside, top: above, bottom: above, background };
}

/** Strokes like a word across the middle, half transparent; drawn, so that no font is needed. */
function watermark({ width, height }: Painted): Buffer {
  const [unit, left, base] = [width / 16, width / 8, height * 0.58];
  const letters = Array.from({ length: 8 }, (_, n) => {
    const [x, y] = [left + n * unit * 1.5, base];
    return n % 2
      ? `M${x} ${y}V${y - unit * 2}H${x + unit}`
      : `M${x} ${y}L${x + unit / 2} ${y - unit * 2}L${x + unit} ${y}`;
  });
  const stroke = `fill="none" stroke="#ffffff" stroke-opacity="0.6" stroke-width="${unit / 4}"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="${letters.join('')}" ${stroke}/></svg>`,
  );
}
