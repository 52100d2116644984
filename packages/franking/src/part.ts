import {
  type AttachmentDescriptor,
  type ClosedAttachment,
  closeAttachment,
  decodeAttachment,
  decodeClosedAttachment,
  encodeAttachment,
  encodeClosedAttachment,
} from './attachment.ts';
import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import { decodeMention, encodeMention, type Mention } from './mention.ts';
import { decodeHeader, encodeHeader, type MessageHeader } from './message-header.ts';
import { decodePreview, encodePreview, type Preview } from './preview.ts';
import { decodeQuote, encodeQuote, type Quote } from './quote.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** A body part: all parts but the header (docs/spec/franking.md §2). */
export type ContentPart =
  | { type: 'text'; text: string }
  | { type: 'attachment'; attachment: AttachmentDescriptor }
  | ({ type: 'quote' } & Quote)
  | ({ type: 'preview' } & Preview)
  | { type: 'reaction'; emoji: string }
  | ({ type: 'mention' } & Mention);

/** A body part as evidence shows it: that of an attachment may come without what opens the file (docs/spec/franking.md §6). */
export type DisclosedPart = ContentPart | { type: 'closed-attachment'; attachment: ClosedAttachment };

const types = {
  ...{ header: 0, text: 1, attachment: 2, quote: 3, preview: 4, reaction: 5, mention: 6 },
  /** In evidence and under the tag; never in content. */
  closedAttachment: 7,
} as const;

export function encodeHeaderPart(header: MessageHeader): Uint8Array {
  const writer = new Writer().uint(types.header, 1, 'part.type');
  encodeHeader(writer, header);
  return writer.finish();
}

export function encodePart(part: ContentPart): Uint8Array {
  const writer = new Writer();
  switch (part.type) {
    case 'text':
      writer.uint(types.text, 1, 'part.type').text(part.text, 1, limits.text, 'text');
      break;
    case 'attachment':
      encodeAttachment(writer.uint(types.attachment, 1, 'part.type'), part.attachment);
      break;
    case 'quote':
      encodeQuote(writer.uint(types.quote, 1, 'part.type'), part);
      break;
    case 'preview':
      encodePreview(writer.uint(types.preview, 1, 'part.type'), part);
      break;
    case 'reaction':
      writer.uint(types.reaction, 1, 'part.type').text(part.emoji, 1, limits.emoji, 'reaction.emoji');
      break;
    case 'mention':
      encodeMention(writer.uint(types.mention, 1, 'part.type'), part);
      break;
    default:
      return unknownPart(part);
  }
  return writer.finish();
}

/** Reads part 0. @throws {FrankingError} `part-order` if it is not a header. */
export function decodeHeaderPart(reader: Reader): MessageHeader {
  if (reader.uint(1, 'part.type') !== types.header) {
    throw new FrankingError('part-order', 'cannot decode parts: the first is not the header');
  }
  return decodeHeader(reader);
}

/** Reads one body part. @throws {FrankingError} `part-order` if it is a header. */
export function decodePart(reader: Reader): ContentPart {
  const type = reader.uint(1, 'part.type');
  switch (type) {
    case types.header:
      throw new FrankingError('part-order', 'cannot decode parts: more than one header');
    case types.text:
      return { type: 'text', text: reader.text(1, limits.text, 'text') };
    case types.attachment:
      return { type: 'attachment', attachment: decodeAttachment(reader) };
    case types.quote:
      return { type: 'quote', ...decodeQuote(reader) };
    case types.preview:
      return { type: 'preview', ...decodePreview(reader) };
    case types.reaction:
      return { type: 'reaction', emoji: reader.text(1, limits.emoji, 'reaction.emoji') };
    case types.mention:
      return { type: 'mention', ...decodeMention(reader) };
    default:
      throw new FrankingError('invalid-value', `cannot decode part type ${type}`);
  }
}

/** Part 0 from its bytes alone, as evidence carries it. @throws {FrankingError} also on bytes left over */
export function decodeWholeHeaderPart(bytes: Uint8Array): MessageHeader {
  return decodeWhole(bytes, decodeHeaderPart);
}

/** A body part from its bytes alone, as evidence carries it. @throws {FrankingError} also on bytes left over */
export function decodeWholePart(bytes: Uint8Array): ContentPart {
  return decodeWhole(bytes, decodePart);
}

/** A body part as evidence carries it, closed or not. @throws {FrankingError} also on bytes left over */
export function decodeDisclosedPart(bytes: Uint8Array): DisclosedPart {
  if (bytes[0] !== types.closedAttachment) return decodeWholePart(bytes);
  return decodeWhole(bytes, (reader) => {
    reader.uint(1, 'part.type');
    return { type: 'closed-attachment', attachment: decodeClosedAttachment(reader) };
  });
}

/**
 * The bytes of a part that its leaf covers (docs/spec/franking.md §3): its own, and for an attachment those of its closed
 * form, so that the leaf can be shown without the file's key. Never throws: what does not decode stands for itself, and is
 * refused by whoever decodes it.
 */
export function closedForm(part: Uint8Array): Uint8Array {
  const decoded = part[0] === types.attachment ? attempt(() => decodeWholePart(part)) : null;
  if (decoded?.type !== 'attachment') return part;
  const writer = new Writer().uint(types.closedAttachment, 1, 'part.type');
  encodeClosedAttachment(writer, closeAttachment(decoded.attachment));
  return writer.finish();
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof FrankingError) return null;
    throw error;
  }
}

function decodeWhole<T>(bytes: Uint8Array, decode: (reader: Reader) => T): T {
  const reader = new Reader(bytes, limits.content, 'part');
  const value = decode(reader);
  reader.finish('part');
  return value;
}

function unknownPart(part: never): never {
  throw new FrankingError('invalid-argument', `cannot encode part ${JSON.stringify(part)}`);
}
