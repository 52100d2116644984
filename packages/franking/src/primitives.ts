/**
 * What franking needs of cryptography, synchronously. `#primitives` resolves to `primitives-node.ts` under Node and to
 * `primitives-noble.ts` elsewhere; a test holds the two to equal results. All byte strings are plain Uint8Arrays.
 */
export interface Primitives {
  sha256(bytes: Uint8Array): Uint8Array;
  /** SHA-256 of bytes that come in pieces. */
  createSha256(): Sha256Stream;
  /**
   * RFC 2104 with SHA-256 over the concatenation of `chunks`; any key length. Commitments go through `commitment.ts`, which
   * allows 32 bytes only.
   */
  hmacSha256(key: Uint8Array, ...chunks: readonly Uint8Array[]): Uint8Array;
  /** RFC 8032 §5.1.5; `seed` has 32 bytes. */
  ed25519PublicKey(seed: Uint8Array): Uint8Array;
  ed25519Sign(seed: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** RFC 8032 §5.1.7 with `S < L`. False, never an error, for anything that does not verify. */
  ed25519Verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean;
  /** Compares without telling by its time where two arrays differ. Lengths are public. */
  constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean;
  randomBytes(length: number): Uint8Array;
}

/** Takes pieces until `digest`, which may be called once. */
export interface Sha256Stream {
  update(bytes: Uint8Array): Sha256Stream;
  digest(): Uint8Array;
}
