import { encode, rfc8949EncodeOptions } from 'cborg';
import { assertBytes } from '../bytes.ts';
import { FrankingError } from '../errors.ts';
import { decodeCbor } from './cbor-decode.ts';
import { mimiLimits } from './constants.ts';
import { type ContentExtensions, extensionsFromValue, extensionsToValue } from './content-extensions.ts';
import { type NestedPart, partFromValue, partToValue } from './nested-part.ts';
import { asBytes, asFixedBytes, asList, asUint, wrong } from './shape.ts';

/** Place of the extensions among the seven elements, the one that may hold values of any type. */
const extensionsAt = 5;

/** `mimiContent` (draft-ietf-mimi-content-08, "Message Behavior Fields"): `application/mimi-content`. */
export interface MimiContent extends ContentExtensions {
  /** 16 random bytes, fresh for every message: the key of the franking tag. */
  salt: Uint8Array;
  /** Message id, 32 bytes. */
  replaces: Uint8Array | null;
  topicId: Uint8Array;
  /** Seconds: after reading, or since 1970. */
  expires: { relative: boolean; time: number } | null;
  inReplyTo: Uint8Array | null;
  body: NestedPart;
}

/**
 * "Deterministic" CBOR (RFC 8949 §4.2.1). What it returns, `decodeMimiContent` reads.
 * @throws {FrankingError} with the code that the decoder has for such a content
 */
export function encodeMimiContent(content: MimiContent): Uint8Array {
  const { salt, replaces, topicId, expires, inReplyTo, body } = content;
  const expiration = expires === null ? null : [expires.relative, expires.time];
  const value = [salt, replaces, topicId, expiration, inReplyTo, extensionsToValue(content), partToValue(body)];
  const bytes = encodeValue(value);
  decodeMimiContent(bytes);
  return bytes;
}

/**
 * Strict: whatever is not the one encoding of a content within the limits is refused (docs/spec/franking-f0.md §4).
 * JavaScript does not tell the float 2.0 in an extension from the integer 2, so nothing is verified over a content that was
 * encoded again.
 * @throws {FrankingError} and nothing else
 */
export function decodeMimiContent(bytes: Uint8Array): MimiContent {
  assertBytes(bytes, 'content');
  if (bytes.length > mimiLimits.applicationData) {
    throw new FrankingError('too-long', `cannot decode a content of ${bytes.length} bytes`);
  }
  const value = asList(decodeCbor(bytes, extensionsAt), 'mimiContent', 7);
  const [salt, replaces, topicId, expires, inReplyTo, extensions, body] = value;
  return {
    salt: asFixedBytes(salt, 16, 'salt'),
    replaces: messageIdOrNull(replaces, 'replaces'),
    topicId: asBytes(topicId, mimiLimits.topicId, 'topicId'),
    expires: readExpiration(expires),
    inReplyTo: messageIdOrNull(inReplyTo, 'inReplyTo'),
    ...extensionsFromValue(extensions),
    body: partFromValue(body),
  };
}

function messageIdOrNull(value: unknown, field: string): Uint8Array | null {
  return value === null ? null : asFixedBytes(value, 32, field);
}

function readExpiration(value: unknown): MimiContent['expires'] {
  if (value === null) return null;
  const [relative, time] = asList(value, 'expires', 2);
  if (typeof relative !== 'boolean') return wrong('expires', 'a boolean first');
  return { relative, time: asUint(time, 4, 'expires') };
}

function encodeValue(value: unknown): Uint8Array {
  try {
    return Uint8Array.from(encode(value, rfc8949EncodeOptions));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FrankingError('invalid-argument', `cannot encode the content: ${reason}`);
  }
}
