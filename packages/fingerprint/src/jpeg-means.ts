import {
  type JpegFrame,
  type JpegScan,
  readFrame,
  readHuffman,
  readQuantisation,
  readScanHead,
  short,
} from './jpeg-head.ts';
import { jpegWasm } from './jpeg-wasm.ts';
import type { Pixels } from './pixels.ts';

interface JpegExports {
  readonly memory: WebAssembly.Memory;
  readonly FILE: WebAssembly.Global;
  readonly COMPONENTS: WebAssembly.Global;
  readonly HUFFMAN: WebAssembly.Global;
  readonly setTable: (index: number) => number;
  readonly readScan: (...numbers: readonly number[]) => number;
}

let reader: JpegExports | null = null;

/**
 * A JPEG at an eighth of its size: the mean of every 8 x 8 block of its luma, one channel. It takes half the time of a
 * decoder that was asked to shrink, as nothing is done with 63 of 64 coefficients. Null for whatever is not an ordinary
 * JPEG in grey or YCbCr that is whole and sound; a decoder has to see what can be made of it.
 */
export function readJpegMeans(file: Uint8Array): Pixels | null {
  if (short(file, 0) !== 0xffd8) return null;
  reader ??= instantiate();
  const state: State = {
    file,
    reader,
    quantisation: [],
    frame: null,
    adobe: null,
    restart: 0,
    grid: null,
    complete: false,
  };
  load(reader, file);
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) at++;
    else if (marker === 0xd9) break;
    else {
      const end = at + 2 + short(file, at + 2);
      if (end > file.length || end < at + 4 || !readSegment(state, marker, file.subarray(at + 4, end), end))
        return null;
      if (state.complete && !state.frame?.progressive) return toPixels(state);
      at = marker === 0xda ? nextMarker(file, end) : end;
      if (at >= file.length) return null;
      if (file[at + 1] === 0xd9) break;
    }
  }
  return state.complete ? toPixels(state) : null;
}

interface State {
  readonly file: Uint8Array;
  readonly reader: JpegExports;
  readonly quantisation: number[];
  frame: JpegFrame | null;
  /** Colour transform that Adobe's segment names. */
  adobe: number | null;
  restart: number;
  grid: Grid | null;
  /** Coefficient 0 of the luma is there, though later scans of a progressive file may refine it. */
  complete: boolean;
}

/** Where the coefficients lie in memory, and in how many units a scan of all components is divided. */
interface Grid {
  readonly address: number;
  readonly stride: number;
  readonly across: number;
  readonly down: number;
}

/** One segment; false ends the reading. */
function readSegment(state: State, marker: number, segment: Uint8Array, end: number): boolean {
  switch (marker) {
    case 0xc0:
    case 0xc1:
    case 0xc2:
      if (state.frame) return false;
      state.frame = readFrame(marker, segment);
      return state.frame !== null && layOut(state, state.frame);
    case 0xc4:
      return (readHuffman(segment) ?? []).every(({ index, table }) => setTable(state.reader, index, table));
    case 0xda:
      return readScan(state, readScanHead(segment), end);
    case 0xdb:
      return readQuantisation(segment, state.quantisation);
    case 0xdd:
      state.restart = short(segment, 0);
      return true;
    case 0xee:
      if (segment.length >= 12 && String.fromCharCode(...segment.subarray(0, 5)) === 'Adobe')
        state.adobe = segment[11] ?? 0;
      return true;
    default:
      // other frames (arithmetic, lossless, hierarchical) and what belongs to them
      return marker >= 0xe0 || marker === 0xfe;
  }
}

/** Makes room for the coefficients; false unless the first component is luma in full resolution. */
function layOut(state: State, { components, width, height }: JpegFrame): boolean {
  const luma = components[0];
  const h = Math.max(...components.map((component) => component.h));
  const v = Math.max(...components.map((component) => component.v));
  const coloursAreNames = components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
  if (!luma || luma.h !== h || luma.v !== v || coloursAreNames || (state.adobe === 0 && components.length === 3))
    return false;
  const [across, down] = [Math.ceil(width / (8 * h)), Math.ceil(height / (8 * v))];
  const address = (Number(state.reader.FILE.value) + state.file.length + 64) & ~15;
  const bytes = across * h * down * v * 2;
  grow(state.reader, address + bytes);
  new Uint8Array(state.reader.memory.buffer, address, bytes).fill(0);
  state.grid = { address, stride: across * h, across, down };
  return true;
}

function readScan(state: State, scan: JpegScan | null, end: number): boolean {
  const { frame, grid, reader } = state;
  if (!scan || !frame || !grid || (state.adobe === 0 && frame.components.length === 3)) return false;
  const luma = frame.components[0];
  // of a progressive file only the scans of coefficient 0 count
  if (scan.from > 0 || !scan.components.some(({ id }) => id === luma?.id)) return true;
  const refine = scan.high > 0;
  if (!frame.progressive && (scan.to !== 63 || refine || scan.low > 0)) return false;
  if (frame.progressive && (scan.to > 0 || (refine && !state.complete))) return false;
  const numbers = new Int32Array(reader.memory.buffer, Number(reader.COMPONENTS.value), 20);
  for (const [i, { id, first, others }] of scan.components.entries()) {
    const component = frame.components.find((one) => one.id === id);
    if (!component) return false;
    numbers.set([component.h, component.v, first, others, Number(component === luma)], 5 * i);
  }
  const alone = scan.components.length === 1;
  const across = alone ? Math.ceil(frame.width / 8) : grid.across;
  const down = alone ? Math.ceil(frame.height / 8) : grid.down;
  const where = [end, state.file.length, scan.components.length, across, down, state.restart];
  const what = [grid.address, grid.stride, scan.low, Number(refine), Number(!frame.progressive)];
  state.complete = reader.readScan(...where, ...what) !== 0;
  // the reader has taken the stuffing out of its copy
  return state.complete;
}

function toPixels({ reader, frame, grid, quantisation }: State): Pixels | null {
  const step = quantisation[frame?.components[0]?.quantisation ?? 0];
  if (!frame || !grid || !step) return null;
  const [width, height] = [Math.ceil(frame.width / 8), Math.ceil(frame.height / 8)];
  const coefficients = new Int16Array(reader.memory.buffer, grid.address);
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, from = y * grid.stride; x < width; x++, from++, to++) {
      data[to] = ((coefficients[from] ?? 0) * step) / 8 + 128;
    }
  }
  return { data, width, height, channels: 1 };
}

/** The first marker at or after `at` that is not part of a scan. */
function nextMarker(file: Uint8Array, at: number): number {
  for (let found = file.indexOf(0xff, at); found >= 0; found = file.indexOf(0xff, found + 1)) {
    const after = file[found + 1] ?? 0xff;
    if (after !== 0 && after !== 0xff && (after < 0xd0 || after > 0xd7)) return found;
  }
  return file.length;
}

function setTable({ memory, HUFFMAN, setTable }: JpegExports, index: number, table: Uint8Array): boolean {
  new Uint8Array(memory.buffer).set(table, Number(HUFFMAN.value));
  return setTable(index) !== 0;
}

function load(reader: JpegExports, file: Uint8Array): void {
  const address = Number(reader.FILE.value);
  grow(reader, address + file.length + 64);
  new Uint8Array(reader.memory.buffer).set(file, address);
}

function grow({ memory }: JpegExports, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / 65_536);
  if (missing > 0) memory.grow(missing);
}

function instantiate(): JpegExports {
  const wasm = Uint8Array.from(atob(jpegWasm.replaceAll('\n', '')), (char) => char.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports as unknown as JpegExports;
}
