import { type Box, checkPixels, type Pixels } from './pixels.ts';

/** How far a sample may lie from the colour of the border: a dark picture shall not be taken for a black bar. */
const tolerance = 8;
/** And how far in the last lines of the border, where JPEG lets the picture ring. */
const ringing = { tolerance: 24, lines: 8 };
/** Share of the samples of a line that may be further off. */
const outliers = 0.02;
const samplesALine = 256;
/** What is left has at least this share of each side, else the picture is more border than picture. */
const leastLeft = 0.25;
/** And at least this share of one side is gone, else the hash would be the same. */
const leastTrimmed = 0.01;

/**
 * The part of a picture inside a border of one colour (a frame, the bars of a letterbox, a margin of a screenshot), or
 * null when it has none. Its hash finds the picture again that somebody has framed; framing alone moves a hash
 * by some 46 to 110 bits.
 * @throws FingerprintError `pixels-invalid`
 */
export function trimBorder(pixels: Pixels): Box | null {
  checkPixels(pixels);
  const { width, height } = pixels;
  const mostRows = Math.floor(height * (1 - leastLeft));
  const mostCols = Math.floor(width * (1 - leastLeft));
  const all = { from: 0, to: width };
  const top = countLines(pixels, mostRows, (line) => ({ row: line, ...all }));
  const bottom = countLines(pixels, mostRows, (line) => ({ row: height - 1 - line, ...all }));
  if (top + bottom > mostRows) return null;
  const inside = { from: top, to: height - bottom };
  const left = countLines(pixels, mostCols, (line) => ({ column: line, ...inside }));
  const right = countLines(pixels, mostCols, (line) => ({ column: width - 1 - line, ...inside }));
  if (left + right > mostCols) return null;
  if (top + bottom < height * leastTrimmed && left + right < width * leastTrimmed) return null;
  return { left, top, width: width - left - right, height: height - top - bottom };
}

/** A row or a column, from one pixel up to another. */
type Line = { from: number; to: number } & ({ row: number } | { column: number });

/** How many lines from the edge inwards have the colour of the outermost one. */
function countLines(pixels: Pixels, most: number, lineAt: (line: number) => Line): number {
  const colour = meanColour(pixels, lineAt(0));
  let count = 0;
  while (count <= most && isOfColour(pixels, lineAt(count), colour, tolerance)) count++;
  if (count === 0) return 0;
  const last = Math.min(most, count + ringing.lines);
  while (count < last && isOfColour(pixels, lineAt(count), colour, ringing.tolerance)) count++;
  return count;
}

function meanColour(pixels: Pixels, line: Line): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  eachSample(pixels, line, (red, green, blue) => {
    sum[0] += red;
    sum[1] += green;
    sum[2] += blue;
    count++;
  });
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

function isOfColour(
  pixels: Pixels,
  line: Line,
  [red = 0, green = 0, blue = 0]: readonly number[],
  tolerance: number,
): boolean {
  let count = 0;
  let off = 0;
  eachSample(pixels, line, (r, g, b) => {
    count++;
    if (Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue)) > tolerance) off++;
  });
  return off <= count * outliers;
}

function eachSample(
  { data, width, channels }: Pixels,
  line: Line,
  see: (red: number, green: number, blue: number) => void,
): void {
  const step = Math.max(1, Math.floor((line.to - line.from) / samplesALine));
  for (let i = line.from; i < line.to; i += step) {
    const pixel = 'row' in line ? line.row * width + i : i * width + line.column;
    const red = data[pixel * channels] ?? 0;
    if (channels < 3) see(red, red, red);
    else see(red, data[pixel * channels + 1] ?? 0, data[pixel * channels + 2] ?? 0);
  }
}
