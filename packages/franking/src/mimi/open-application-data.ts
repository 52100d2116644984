import { assertBytes } from '../bytes.ts';
import { FrankingError } from '../errors.ts';
import { unframeContent } from './application-framing.ts';
import { computeFrankingTag } from './franking-tag.ts';
import { computeMessageId } from './message-id.ts';
import { decodeMimiContent, type MimiContent } from './mimi-content.ts';

export interface OpenedApplicationData {
  content: MimiContent;
  senderUri: string;
  roomUri: string;
  /** Recomputed from the bytes, 32 bytes. */
  frankingTag: Uint8Array;
  /** 32 bytes. */
  messageId: Uint8Array;
}

/**
 * Reads application data that can be franked: a MIMI content that names its sender and room, in `ApplicationFraming` if
 * `framed` (the group has the `content_media_types` component; the bytes do not say).
 * @throws {FrankingError} on application data that does not decode; `sender-missing`, `room-missing`
 */
export function openApplicationData(applicationData: Uint8Array, framed = false): OpenedApplicationData {
  assertBytes(applicationData, 'applicationData');
  const bytes = framed ? unframeContent(applicationData) : applicationData;
  const content = decodeMimiContent(bytes);
  const { senderUri, roomUri } = content;
  if (senderUri === null) throw new FrankingError('sender-missing', 'the content names no sender');
  if (roomUri === null) throw new FrankingError('room-missing', 'the content names no room');
  const frankingTag = computeFrankingTag(content.salt, applicationData);
  const messageId = computeMessageId(bytes, { salt: content.salt, senderUri, roomUri });
  return { content, senderUri, roomUri, frankingTag, messageId };
}
