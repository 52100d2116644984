import { limits } from './constants.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/**
 * A person named inside running text. A part of its own, so that a reporter can keep the names of others back and still
 * disclose the words around them (docs/spec/franking.md §2).
 */
export interface Mention {
  /** The account that is meant, 1 to 255 bytes. */
  account: string;
  /** The name as the sender wrote it, 1 to 255 bytes. */
  name: string;
}

export function encodeMention(writer: Writer, mention: Mention): void {
  writer
    .text(mention.account, 1, limits.accountId, 'mention.account')
    .text(mention.name, 1, limits.mentionName, 'mention.name');
}

export function decodeMention(reader: Reader): Mention {
  return {
    account: reader.text(1, limits.accountId, 'mention.account'),
    name: reader.text(1, limits.mentionName, 'mention.name'),
  };
}
