import { ed25519Sign, ed25519Verify } from '#primitives';
import { assertBytes, fromAscii } from '../bytes.ts';
import { Writer } from '../writer.ts';
import { assertSupportedSuite, isSupportedSuite } from './cipher-suite.ts';

/**
 * `SignContent` (RFC 9420 §5.1.2): `struct { opaque label<V> = "MLS 1.0 " + Label; opaque content<V>; }`. `label` is an
 * ASCII constant of the code.
 */
export function signContent(label: string, content: Uint8Array): Uint8Array {
  const fullLabel = fromAscii(`MLS 1.0 ${label}`);
  return new Writer(content.length + 64)
    .vector(fullLabel, 0, 255, 'label')
    .vector(content, 0, 0x3fff_ffff, 'content')
    .finish();
}

/**
 * `SignWithLabel` (RFC 9420 §5.1.2) for suites with Ed25519; `privateKey` is the 32-byte seed.
 * @throws {FrankingError} `suite-unsupported`, or `invalid-argument` on a key of another length
 */
export function signWithLabel(suite: number, privateKey: Uint8Array, label: string, content: Uint8Array): Uint8Array {
  assertSupportedSuite(suite);
  assertBytes(privateKey, 'privateKey', 32);
  return ed25519Sign(privateKey, signContent(label, content));
}

/** `VerifyWithLabel`. False, never an error, for anything that does not verify, also in a suite without Ed25519. */
export function verifyWithLabel(
  suite: number,
  publicKey: Uint8Array,
  label: string,
  content: Uint8Array,
  signature: Uint8Array,
): boolean {
  return isSupportedSuite(suite) && ed25519Verify(publicKey, signContent(label, content), signature);
}
