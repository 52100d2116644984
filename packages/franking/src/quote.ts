import { limits } from './constants.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** What the sender says that another message says. The stamp vouches for the quote, not for the quoted. */
export interface Quote {
  /** 16 bytes. */
  messageId: Uint8Array;
  /** 1 to 255 bytes. */
  sender: string;
  /** 0 to 4096 bytes. */
  text: string;
}

export function encodeQuote(writer: Writer, quote: Quote): void {
  writer
    .fixed(quote.messageId, 16, 'quote.messageId')
    .text(quote.sender, 1, limits.accountId, 'quote.sender')
    .text(quote.text, 0, limits.quoteText, 'quote.text');
}

export function decodeQuote(reader: Reader): Quote {
  return {
    messageId: reader.fixed(16, 'quote.messageId'),
    sender: reader.text(1, limits.accountId, 'quote.sender'),
    text: reader.text(0, limits.quoteText, 'quote.text'),
  };
}
