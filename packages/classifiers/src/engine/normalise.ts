/** Unicode before the tokenizer: one form for what looks alike, and nothing that is not seen. */

import { inReadingOrder } from './reading-order.ts';

/** UTF-16 units of what is seen of a text that are read: from its beginning, and from its end. */
const readFromStart = 12_288;
const readFromEnd = 4_096;

/**
 * What no reader sees: Default_Ignorable_Code_Point (soft hyphen, zero-width characters, bidirectional marks, embeddings and
 * isolates, variation selectors, tags, Hangul fillers), interlinear annotation, and controls that are not white space.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it drops
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]|\u034f|\p{Variation_Selector}|[\u{e0000}-\u{e0fff}]/gu;

/** Of these, what says nothing of where others are shown: without marks, fillers, which are letters, and what ends a paragraph. */
const idle = new RegExp(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: three of them end a paragraph
  `(?!${/[\u001c-\u001e\u061c\u115f\u1160\u200e\u200f\u202a-\u202e\u2066-\u2069\u3164\uffa0]/.source})(?:${unseen.source})`,
  'gu',
);

const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
const spaceCode = 0x20;
/** `~` */
const lastPrinted = 0x7e;
const link = /(?:https?:\/\/|www\.)[^ ]+/giu;
const name = /(?<![\p{L}\p{N}_.])@[\p{L}\p{N}_]+/gu;

/**
 * The text as the tokenizer and the n-grams read it. In this order: lone surrogates become U+FFFD, what a right-to-left
 * override turns around is put in the order in which it is read (`inReadingOrder`), unseen characters are dropped, white
 * space is folded into single spaces, at most 16,384 UTF-16 units are read (of a longer text the first 12,288 and the last
 * 4,096, with a space between), NFKC, unseen characters are dropped and white space folded again, and trimmed, links become `[URL]`, names after `@` that no letter, digit, `_` or `.` precedes become `[USER]`. What is not
 * seen goes before the text is shortened: nobody hides a message behind it.
 */
export function normalise(text: string): string {
  // most messages are such, and need none of it; an engine takes a millisecond for each expression that it meets first
  if (isPlain(text)) return text;
  return shorten(asShown(text.toWellFormed()).replace(unseen, '').replace(space, ' '))
    .toWellFormed()
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(space, ' ')
    .trim()
    .replace(link, '[URL]')
    .replace(name, '[USER]');
}

function asShown(text: string): string {
  if (!text.includes('\u202e')) return text;
  return inReadingOrder(text.replace(idle, ''));
}

/** A pair of surrogates that the cut parts becomes U+FFFD twice. */
function shorten(text: string): string {
  if (text.length <= readFromStart + readFromEnd) return text;
  return `${text.slice(0, readFromStart)} ${text.slice(-readFromEnd)}`;
}

/** Words of ASCII with single spaces between, neither link nor name among them, and not too long. */
function isPlain(text: string): boolean {
  if (text.length > readFromEnd || text.includes('@') || text.includes('://') || /www\./i.test(text)) return false;
  let before = spaceCode;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < spaceCode || code > lastPrinted || (code === spaceCode && before === spaceCode)) return false;
    before = code;
  }
  return before !== spaceCode || text === '';
}
