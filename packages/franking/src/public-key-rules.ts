/**
 * The two Ed25519 implementations must agree on every input, or a hub could make signatures that a receiver's browser
 * accepts and the safety team's Node refuses. They differ on public keys that are encoded non-canonically (OpenSSL reads
 * them) or are of small order (noble refuses them, OpenSSL does not), so both are refused before either is asked.
 */
export function isUsablePublicKey(key: Uint8Array): boolean {
  if (key.length !== 32) return false;
  return isCanonical(key) && !smallOrder.some((y) => equalIgnoringSign(key, y));
}

/** y < p = 2^255 - 19, little endian, without the sign bit. */
function isCanonical(key: Uint8Array): boolean {
  if (((key[31] ?? 0) & 0x7f) !== 0x7f) return true;
  for (let index = 30; index > 0; index--) if (key[index] !== 0xff) return true;
  return (key[0] ?? 0) < 0xed;
}

/** The y coordinates of the eight points of small order (RFC 7748 curve, y of Edwards form; five values up to sign of x). */
const smallOrder: readonly Uint8Array[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16)));

function equalIgnoringSign(key: Uint8Array, y: Uint8Array): boolean {
  for (let index = 0; index < 31; index++) if (key[index] !== y[index]) return false;
  return ((key[31] ?? 0) & 0x7f) === y[31];
}
