import { hmacSha256 } from '#primitives';
import { assertBytes } from '../bytes.ts';

/**
 * `franking_tag = HMAC_SHA256(salt, application_data)` (draft-ietf-mimi-protocol-06 §5.4.1.1), 32 bytes.
 *
 * HMAC pads keys with zeros, so `k` and `k || 0x00` give one tag. Salts of one fixed length, shorter than SHA-256's block of
 * 64, cannot meet that way: padding is injective on them, and two pairs (salt, data) with one tag are a SHA-256 collision.
 * That holds only while nobody accepts another length; this function is where it is refused.
 * @throws {FrankingError} `invalid-argument` unless `salt` has 16 bytes
 */
export function computeFrankingTag(salt: Uint8Array, applicationData: Uint8Array): Uint8Array {
  assertBytes(salt, 'salt', 16);
  assertBytes(applicationData, 'applicationData');
  return hmacSha256(salt, applicationData);
}
