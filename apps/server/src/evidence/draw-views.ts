import sharp, { type Sharp } from 'sharp';

interface ViewLimits {
  readonly pixels: number;
  readonly shownEdge: number;
}

interface Still {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Further frames of an animation, as the hasher takes them (packages/fingerprint, `frames`). */
const furtherFrames = 4;
const gap = 8;
const ground = '#808080';

/**
 * Every view that somebody may see in a picture, side by side on grey: an animation's first frame and those that are hashed beside it; a
 * picture with holes on white, and without its holes. Null: there is but one view. What is damaged is drawn as far as it goes.
 * @throws what sharp throws
 */
export async function drawViews(file: Buffer, limits: ViewLimits): Promise<Sharp | null> {
  const metadata = await sharp(file, { limitInputPixels: false }).metadata();
  const { pages = 1, width, height, pageHeight = height } = metadata;
  const open = (page: number) =>
    sharp(file, { page, failOn: 'none', limitInputPixels: limits.pixels, sequentialRead: true });
  const frames = pagesOf(pages, (4 * limits.pixels) / (width * pageHeight));
  if (frames.length > 1) {
    const edge = Math.floor(limits.shownEdge / 3) - gap;
    const stills: Still[] = [];
    for (const page of frames) stills.push(await still(open(page).flatten({ background: 'white' }), edge));
    return sheet(stills, 3);
  }
  if (!metadata.hasAlpha || (await open(0).stats()).isOpaque) return null;
  const edge = Math.floor(limits.shownEdge / 2) - gap;
  return sheet(
    [await still(open(0).flatten({ background: 'white' }), edge), await still(open(0).removeAlpha(), edge)],
    2,
  );
}

function pagesOf(pages: number, affordable: number): number[] {
  const reachable = Math.min(pages, Math.max(1, Math.floor(affordable)));
  const count = Math.min(furtherFrames, reachable - 1);
  return [0, ...Array.from({ length: count }, (_, i) => Math.round(((i + 1) * (reachable - 1)) / count))];
}

async function still(picture: Sharp, edge: number): Promise<Still> {
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** In rows, each still in the corner of its field. */
function sheet(stills: readonly Still[], perRow: number): Sharp {
  const columns = Math.min(perRow, stills.length);
  const [fieldWidth, fieldHeight] = [largest(stills, 'width') + gap, largest(stills, 'height') + gap];
  const width = columns * fieldWidth + gap;
  const height = Math.ceil(stills.length / perRow) * fieldHeight + gap;
  const placed = stills.map(({ data }, n) => ({
    input: data,
    left: gap + (n % perRow) * fieldWidth,
    top: gap + Math.floor(n / perRow) * fieldHeight,
  }));
  return sharp({ create: { width, height, channels: 3, background: ground } }).composite(placed);
}

function largest(stills: readonly Still[], side: 'width' | 'height'): number {
  return Math.max(...stills.map((each) => each[side]));
}
