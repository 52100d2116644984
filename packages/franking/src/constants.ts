import { fromAscii } from './bytes.ts';

/** Size limits of profile F1, in bytes unless the name says otherwise (docs/spec/franking.md §2, §9). */
export const limits = {
  content: 65_536,
  parts: 64,
  accountId: 255,
  groupId: 255,
  hubId: 255,
  text: 32_768,
  quoteText: 4_096,
  url: 2_048,
  title: 512,
  attachmentName: 255,
  mediaType: 127,
  emoji: 64,
  mentionName: 255,
  authenticatedData: 4_096,
  authenticatedDataItems: 16,
  stamp: 1_024,
} as const;

/** SafeAAD component of the tag (§3); private use until one is assigned. */
export const tagComponentId = 0x8f1a;

/** Length of the stamp's MAC (§4). */
export const macLength = 16;

/** `opaque label<V>` of each derivation, encoded: no label is a prefix of another. */
export const labels = {
  part: labelled('WH-FRANK-1 part'),
  root: labelled('WH-FRANK-1 root'),
  stampMac: labelled('WH-FRANK-1 stamp mac'),
  stampSignature: labelled('WH-FRANK-1 stamp signature'),
} as const;

function labelled(label: string): Uint8Array {
  return fromAscii(String.fromCharCode(label.length) + label);
}
