import { sha256 } from '#primitives';
import { assertBytes, concatBytes } from '../bytes.ts';
import { encodeUtf8 } from '../utf8.ts';
import { Writer } from '../writer.ts';
import type { MimiContent } from './mimi-content.ts';

/** IANA named information hash algorithm "sha-256". */
const sha256Id = 1;

/**
 * Message id (draft-ietf-mimi-content-08, "Message ID"), 32 bytes: `0x01 || SHA-256(uint16 senderUriLength || senderUri ||
 * uint16 roomUriLength || roomUri || content || salt)[0..30]`. `content` is the encoded MIMI content, without framing.
 * @throws {FrankingError} `invalid-argument`
 */
export function computeMessageId(
  content: Uint8Array,
  { salt, senderUri, roomUri }: Pick<MimiContent, 'salt'> & { senderUri: string; roomUri: string },
): Uint8Array {
  assertBytes(content, 'content');
  const [sender, room] = [encodeUtf8(senderUri, 'senderUri'), encodeUtf8(roomUri, 'roomUri')];
  const writer = new Writer(content.length + 256);
  writer.uint(sender.length, 2, 'senderUriLength').raw(sender);
  writer.uint(room.length, 2, 'roomUriLength').raw(room);
  const digest = sha256(writer.raw(content).fixed(salt, 16, 'salt').finish());
  return concatBytes(Uint8Array.of(sha256Id), digest.subarray(0, 31));
}
