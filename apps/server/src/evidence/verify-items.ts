import {
  type ContentPart,
  evidenceFromJson,
  type FrankedEvidence,
  FrankingError,
  type HubVerifyKey,
  readEvidence,
  verifyEvidence,
} from '@wellhouse/franking';
import type { EvidenceItem, EvidenceLevel } from '@wellhouse/protocol';
import type { StoredItem, StoredPart } from '../schema/stored-item.ts';

export interface VerifyOptions {
  /** The hub that vouched for the reporter, and its keys. */
  readonly hubId: string;
  readonly keys: readonly HubVerifyKey[];
  /** Groups (base64url) that the hub said the reporter is or was in. */
  readonly groups: ReadonlySet<string>;
}

export interface VerifiedItem {
  readonly role: 'reported' | 'context';
  readonly level: EvidenceLevel;
  readonly content: StoredItem;
}

/**
 * Gives each disclosed message its level. What does not verify is kept as the reporter's word, with the reason:
 * - VERIFIED: hub and cryptography prove that this account sent these words.
 * - ATTESTED: the same for the message, but its reporter kept every word back.
 * - ASSERTED: only the reporter says so.
 */
export function verifyItems(items: readonly EvidenceItem[], options: VerifyOptions): VerifiedItem[] {
  const seen = new Set<string>();
  return items.map((item) => {
    const verified = verifyItem(item, options);
    const { groupId, sequence } = verified.content;
    if (sequence === null || verified.level === 'ASSERTED') return verified;
    const place = `${groupId} ${sequence}`;
    if (!seen.has(place)) {
      seen.add(place);
      return verified;
    }
    return demoted(verified, 'duplicate-item', 'The report holds this message twice; this copy does not count.');
  });
}

function verifyItem(item: EvidenceItem, options: VerifyOptions): VerifiedItem {
  if (item.scheme === 'reporter-asserted/1') {
    const content: StoredItem = {
      problems: [{ code: 'reporter-asserted', detail: 'The reporter typed or copied these words.' }],
      sender: item.sender,
      groupId: item.groupId,
      messageId: null,
      refersTo: null,
      sequence: null,
      acceptedAt: null,
      kind: 'text',
      parts: [{ type: 'text', index: 1, text: item.text }],
    };
    return { role: item.role, level: 'ASSERTED', content };
  }
  let evidence: FrankedEvidence;
  try {
    evidence = evidenceFromJson(item);
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    return unreadable(item.role, error.code, error.message);
  }
  const result = verifyEvidence(evidence, { keys: options.keys, hubId: options.hubId });
  if (!result.ok) return asserted(item.role, evidence, result.code, result.detail);

  const { context } = result.stamp;
  const groupId = Buffer.from(context.groupId).toString('base64url');
  const verified: VerifiedItem = {
    role: item.role,
    level: result.parts.length === 0 && result.hidden.length > 0 ? 'ATTESTED' : 'VERIFIED',
    content: {
      problems: [],
      sender: context.sender,
      groupId,
      messageId: Buffer.from(result.header.messageId).toString('hex'),
      refersTo: result.header.refersTo === null ? null : Buffer.from(result.header.refersTo).toString('hex'),
      sequence: Number(context.sequence),
      acceptedAt: new Date(context.acceptedAt).toISOString(),
      kind: result.header.kind,
      parts: storedParts(result.parts, result.hidden),
    },
  };
  if (options.groups.has(groupId)) return verified;
  const detail = 'The delivery service does not say that the reporter was ever in this group.';
  return demoted(verified, 'reporter-not-in-group', detail);
}

function demoted(item: VerifiedItem, code: string, detail: string): VerifiedItem {
  const problems = [...item.content.problems, { code, detail }];
  return { ...item, level: 'ASSERTED', content: { ...item.content, problems } };
}

/** What the item says of itself, for a person to look at; nothing in it is proven. */
function asserted(role: VerifiedItem['role'], evidence: FrankedEvidence, code: string, detail: string): VerifiedItem {
  try {
    const read = readEvidence(evidence);
    return {
      role,
      level: 'ASSERTED',
      content: {
        problems: [{ code, detail }],
        sender: read.header.sender,
        groupId: Buffer.from(read.header.groupId).toString('base64url'),
        messageId: Buffer.from(read.header.messageId).toString('hex'),
        refersTo: read.header.refersTo === null ? null : Buffer.from(read.header.refersTo).toString('hex'),
        sequence: null,
        acceptedAt: null,
        kind: read.header.kind,
        parts: storedParts(read.parts, read.hidden),
      },
    };
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    return unreadable(role, code, detail);
  }
}

function unreadable(role: VerifiedItem['role'], code: string, detail: string): VerifiedItem {
  const content: StoredItem = {
    problems: [{ code, detail }],
    sender: 'unknown',
    groupId: null,
    messageId: null,
    refersTo: null,
    sequence: null,
    acceptedAt: null,
    kind: 'unreadable',
    parts: [],
  };
  return { role, level: 'ASSERTED', content };
}

function storedParts(parts: readonly { index: number; part: ContentPart }[], hidden: readonly number[]): StoredPart[] {
  const shown = parts.map(({ index, part }) => storedPart(index, part));
  const redacted = hidden.map((index): StoredPart => ({ type: 'redacted', index }));
  return [...shown, ...redacted].sort((a, b) => a.index - b.index);
}

function storedPart(index: number, part: ContentPart): StoredPart {
  switch (part.type) {
    case 'text':
      return { type: 'text', index, text: part.text };
    case 'reaction':
      return { type: 'text', index, text: part.emoji };
    case 'quote':
      return { type: 'quote', index, sender: part.sender, text: part.text };
    case 'preview':
      return { type: 'preview', index, url: part.url, title: part.title };
    case 'mention':
      return { type: 'mention', index, account: part.account, name: part.name };
    case 'attachment': {
      const { name, mediaType, size, key, nonce, ciphertextSha256, plaintextSha256 } = part.attachment;
      return {
        type: 'attachment',
        index,
        name,
        mediaType,
        size,
        key: Buffer.from(key).toString('base64url'),
        nonce: Buffer.from(nonce).toString('base64url'),
        ciphertextSha256: Buffer.from(ciphertextSha256).toString('hex'),
        plaintextSha256: Buffer.from(plaintextSha256).toString('hex'),
      };
    }
    default:
      return part satisfies never;
  }
}
