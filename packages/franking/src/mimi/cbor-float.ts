/**
 * Whether the float with additional information `info` (25, 26 or 27: 2, 4 or 8 bytes, from `offset`) is in its shortest
 * form (RFC 8949 §4.2.1), and is not a NaN other than 0xF97E00 (draft-ietf-mimi-content-08, "Data model restrictions").
 */
export function isShortestFloat(bytes: Uint8Array, offset: number, info: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 1 << (info - 24));
  if (info === 25) {
    const half = view.getUint16(0);
    const isNaNHalf = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
    return !isNaNHalf || half === 0x7e00;
  }
  const value = info === 26 ? view.getFloat32(0) : view.getFloat64(0);
  if (Number.isNaN(value)) return false;
  return info === 26 ? !fitsHalf(view.getUint32(0)) : !Object.is(Math.fround(value), value);
}

/** Whether the single-precision float with these bits is a half-precision one too. Not for NaN. */
function fitsHalf(bits: number): boolean {
  const biased = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7f_ffff;
  if (biased === 0) return fraction === 0;
  if (biased === 0xff) return true;
  const exponent = biased - 127;
  if (exponent > 15 || exponent < -24) return false;
  const lost = exponent >= -14 ? 13 : -1 - exponent;
  return (fraction & ((1 << lost) - 1)) === 0;
}
