/**
 * Whether bytes are one data item in "core deterministic" CBOR (RFC 8949 §4.2.1), written a second time for the fuzzer, with
 * nothing from `src` and no CBOR library.
 * @throws Error that says what is not
 */
export function checkCanonicalCbor(bytes: Uint8Array): { floats: number } {
  const state = { bytes, at: 0, floats: 0 };
  readItem(state);
  if (state.at !== bytes.length) throw new Error('bytes left over');
  return { floats: state.floats };
}

interface State {
  bytes: Uint8Array;
  at: number;
  floats: number;
}

function readItem(state: State): void {
  const start = state.at;
  const first = state.bytes[state.at++] ?? fail('bytes end early');
  const [major, info] = [first >> 5, first & 31];
  if (info > 27) fail('indefinite length, or reserved');
  const size = info < 24 ? 0 : 2 ** (info - 24);
  const argument = size === 0 ? BigInt(info) : BigInt(`0x${Buffer.from(take(state, size)).toString('hex')}`);
  if (major !== 7 && size > 0 && argument < (size === 1 ? 24n : 1n << BigInt(4 * size)))
    fail('a longer head than needed');
  switch (major) {
    case 0:
    case 1:
      return;
    case 2:
      take(state, Number(argument));
      return;
    case 3: {
      const text = Buffer.from(take(state, Number(argument)));
      if (!Buffer.from(text.toString('utf8'), 'utf8').equals(text)) fail('text that is not UTF-8');
      return;
    }
    case 4:
      for (let left = argument; left > 0n; left--) readItem(state);
      return;
    case 5:
      readMap(state, argument);
      return;
    case 6:
      readItem(state);
      return;
    default:
      if (size > 1) checkFloat(state, start, size);
      else if (size === 1 && argument < 32n) fail('a simple value in two bytes where one suffices');
  }
}

function readMap(state: State, entries: bigint): void {
  let last: Buffer | null = null;
  for (let left = entries; left > 0n; left--) {
    const start = state.at;
    readItem(state);
    const key = Buffer.from(state.bytes.subarray(start, state.at));
    if (last !== null && Buffer.compare(last, key) >= 0) fail('map keys out of order, or twice');
    last = key;
    readItem(state);
  }
}

/** The value must not fit the next shorter form; NaN only as f97e00. */
function checkFloat(state: State, start: number, size: number): void {
  state.floats++;
  const view = new DataView(state.bytes.buffer, state.bytes.byteOffset + start + 1, size);
  const value = size === 2 ? half(view.getUint16(0)) : size === 4 ? view.getFloat32(0) : view.getFloat64(0);
  if (Number.isNaN(value)) {
    if (size !== 2 || view.getUint16(0) !== 0x7e00) fail('another NaN than f97e00');
  } else if (size === 8 && Object.is(Math.fround(value), value)) fail('a double that is a single');
  else if (size === 4 && isHalf(value)) fail('a single that is a half');
}

function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 0x3ff];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Halves are the multiples of 2^-24 with at most 11 significant bits, up to 65504, and the infinities. */
function isHalf(value: number): boolean {
  const size = Math.abs(value);
  if (size === 0 || size === Number.POSITIVE_INFINITY) return true;
  if (size > 65_504 || !Number.isInteger(size * 2 ** 24)) return false;
  const unit = 2 ** Math.max(Math.floor(Math.log2(size)) - 10, -24);
  return Number.isInteger(size / unit);
}

function take(state: State, length: number): Uint8Array {
  const end = state.at + length;
  if (end > state.bytes.length) fail('bytes end early');
  const taken = state.bytes.subarray(state.at, end);
  state.at = end;
  return taken;
}

function fail(reason: string): never {
  throw new Error(`accepted, yet not canonical: ${reason}`);
}
