/** DER around raw Ed25519 keys, RFC 8410 §4 and §7: fixed prefixes, since all lengths are fixed. */
const privatePrefix = Uint8Array.of(
  0x30,
  0x2e,
  0x02,
  0x01,
  0x00,
  0x30,
  0x05,
  0x06,
  0x03,
  0x2b,
  0x65,
  0x70,
  0x04,
  0x22,
  0x04,
  0x20,
);
const publicPrefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** PKCS #8 of a private key that may be a 32-byte seed or already PKCS #8 (ts-mls keeps both forms). */
export function ed25519PrivateToPkcs8(key: Uint8Array): Uint8Array<ArrayBuffer> {
  return key.length === 32 ? concat(privatePrefix, key) : Uint8Array.from(key);
}

/** SubjectPublicKeyInfo of a 32-byte public key. */
export function ed25519PublicToSpki(key: Uint8Array): Uint8Array<ArrayBuffer> {
  if (key.length !== 32) throw new RangeError(`"publicKey" expected 32 bytes, got length=${key.length}`);
  return concat(publicPrefix, key);
}
