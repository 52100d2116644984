/** A component of a JPEG frame: its share of the sampling, and the first step of its quantisation table's number. */
export interface JpegComponent {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly quantisation: number;
}

export interface JpegFrame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

/** A scan: which components, with which tables, and which coefficients of them (ITU T.81, B.2.3). */
export interface JpegScan {
  readonly components: readonly { readonly id: number; readonly first: number; readonly others: number }[];
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
}

/** SOF0 to SOF2 of 8 bits with one or three components, or null. */
export function readFrame(marker: number, segment: Uint8Array): JpegFrame | null {
  const [precision, count = 0] = [segment[0], segment[5]];
  const [height, width] = [short(segment, 1), short(segment, 3)];
  if (precision !== 8 || width === 0 || height === 0 || (count !== 1 && count !== 3)) return null;
  if (segment.length !== 6 + 3 * count) return null;
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, quantisation = 0] = segment.subarray(6 + 3 * i, 9 + 3 * i);
    return { id, h: sampling >> 4, v: sampling & 15, quantisation };
  });
  const sound = components.every(({ h, v, quantisation }) => h >= 1 && h <= 4 && v >= 1 && v <= 4 && quantisation < 4);
  return sound ? { progressive: marker === 0xc2, width, height, components } : null;
}

/** The head of a scan, or null. */
export function readScanHead(segment: Uint8Array): JpegScan | null {
  const count = segment[0] ?? 0;
  if (count < 1 || count > 4 || segment.length !== 4 + 2 * count) return null;
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, tables = 0] = segment.subarray(1 + 2 * i, 3 + 2 * i);
    return { id, first: tables >> 4, others: tables & 15 };
  });
  const [from = 0, to = 0, bits = 0] = segment.subarray(1 + 2 * count);
  if (components.some(({ first, others }) => first > 3 || others > 3)) return null;
  return { components, from, to, high: bits >> 4, low: bits & 15 };
}

/** Quantisation of coefficient 0, by the number of the table; false when the segment is broken. */
export function readQuantisation(segment: Uint8Array, into: number[]): boolean {
  for (let at = 0; at < segment.length; ) {
    const [wide, number] = [(segment[at] ?? 0) >> 4, (segment[at] ?? 0) & 15];
    if (wide > 1 || number > 3) return false;
    into[number] = wide ? short(segment, at + 1) : (segment[at + 1] ?? 0);
    at += 1 + 64 * (wide + 1);
    if (at > segment.length) return false;
  }
  return true;
}

/** Tables of a DHT segment: 0 to 3 of coefficient 0, 4 to 7 of the others; each is 16 counts and the symbols. */
export function readHuffman(segment: Uint8Array): { index: number; table: Uint8Array }[] | null {
  const tables = [];
  for (let at = 0; at < segment.length; ) {
    const [kind, number] = [(segment[at] ?? 0) >> 4, (segment[at] ?? 0) & 15];
    const symbols = segment.subarray(at + 1, at + 17).reduce((sum, codes) => sum + codes, 0);
    const end = at + 17 + symbols;
    if (kind > 1 || number > 3 || symbols > 256 || end > segment.length) return null;
    tables.push({ index: kind * 4 + number, table: segment.subarray(at + 1, end) });
    at = end;
  }
  return tables;
}

/** Big-endian. */
export function short(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
