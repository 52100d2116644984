import {
  type AttachmentDescriptor,
  type ClosedAttachment,
  type DisclosedPart,
  decodeStamp,
  encodeHubStatement,
  evidenceFromJson,
  type FrankedEvidence,
  FrankingError,
  type HubStatement,
  type HubVerifyKey,
  readEvidence,
  toBase64Url,
  verifyEvidence,
} from '@wellhouse/franking';
import type { EvidenceItem, EvidenceLevel, GroupMembership } from '@wellhouse/protocol';
import { hubContradiction } from '../schema/hub-contradiction.ts';
import type { StoredItem, StoredPart } from '../schema/stored-item.ts';
import { type Membership, membershipAt } from './membership.ts';

export interface VerifyOptions {
  /** The hub that vouched for the reporter, and its keys. */
  readonly hubId: string;
  readonly keys: readonly HubVerifyKey[];
  /** What the hub said of the groups that the reporter is or was in. */
  readonly groups: readonly GroupMembership[];
}

export interface VerifiedItem {
  readonly role: 'reported' | 'context';
  readonly level: EvidenceLevel;
  readonly content: StoredItem;
  /** What the hub says, where its stamp verified: its word stands whoever brings it. */
  readonly statement: HubStatement | null;
  /** The key that the stamp names, where that is what is missing: it may be published later (evidence/late-keys.ts). */
  readonly awaitsKey?: number;
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
    if (verified.level === 'ASSERTED') return verified;
    // By tag and context: another message under the same number is no copy (evidence/find-contradicted.ts).
    const copy = verified.statement === null ? '' : toBase64Url(encodeHubStatement(verified.statement));
    if (!seen.has(copy)) {
      seen.add(copy);
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
    return { role: item.role, level: 'ASSERTED', content, statement: null };
  }
  let evidence: FrankedEvidence;
  try {
    evidence = evidenceFromJson(item);
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    return unreadable(item.role, error.code, error.message);
  }
  const result = verifyEvidence(evidence, { keys: options.keys, hubId: options.hubId });
  if (!result.ok) {
    const kept = asserted(item.role, evidence, result.code, result.detail);
    return result.code === 'key-unknown' ? { ...kept, awaitsKey: decodeStamp(evidence.stamp).context.keyId } : kept;
  }

  const { context } = result.stamp;
  const groupId = Buffer.from(context.groupId).toString('base64url');
  const verified: VerifiedItem = {
    role: item.role,
    level: result.parts.length === 0 && result.hidden.length > 0 ? 'ATTESTED' : 'VERIFIED',
    statement: { tag: result.tag, context },
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
  return judgeMembership(verified, membershipAt(options.groups, groupId, context.epoch));
}

/** Whoever was not there when a message was sent has it from somebody else; whether they may show it, a person decides. */
function judgeMembership(item: VerifiedItem, membership: Membership): VerifiedItem {
  switch (membership) {
    case 'member':
      return item;
    case 'member-at-another-time': {
      const detail =
        'The reporter was in this group, but not when this message was sent: it is from before they joined or from ' +
        'after they had left. Somebody else must have passed it on.';
      return demoted(item, 'reporter-not-in-group-then', detail);
    }
    case 'not-vouched-for': {
      const detail = 'The delivery service does not say that the reporter was ever in this group.';
      return demoted(item, 'reporter-not-in-group', detail);
    }
    default:
      return membership satisfies never;
  }
}

/** The message when its hub has turned out to contradict itself about it: kept, and not counted as proven. */
export function contradicted(item: VerifiedItem): VerifiedItem {
  return demoted(item, hubContradiction.code, hubContradiction.detail);
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
      statement: null,
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
  return { role, level: 'ASSERTED', content, statement: null };
}

function storedParts(
  parts: readonly { index: number; part: DisclosedPart }[],
  hidden: readonly number[],
): StoredPart[] {
  const shown = parts.map(({ index, part }) => storedPart(index, part));
  const redacted = hidden.map((index): StoredPart => ({ type: 'redacted', index }));
  return [...shown, ...redacted].sort((a, b) => a.index - b.index);
}

function storedPart(index: number, part: DisclosedPart): StoredPart {
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
      const key = Buffer.from(part.attachment.key).toString('base64url');
      const nonce = Buffer.from(part.attachment.nonce).toString('base64url');
      return storedAttachment(index, part.attachment, { key, nonce });
    }
    case 'closed-attachment':
      return storedAttachment(index, part.attachment, null);
    default:
      return part satisfies never;
  }
}

type StoredAttachment = Extract<StoredPart, { type: 'attachment' }>;

function storedAttachment(
  index: number,
  attachment: AttachmentDescriptor | ClosedAttachment,
  opening: StoredAttachment['opening'],
): StoredAttachment {
  const { name, mediaType, size, ciphertextSha256, plaintextSha256 } = attachment;
  return {
    type: 'attachment',
    index,
    name,
    mediaType,
    size,
    opening,
    ciphertextSha256: Buffer.from(ciphertextSha256).toString('hex'),
    plaintextSha256: Buffer.from(plaintextSha256).toString('hex'),
    chunks: storedChunks(attachment),
  };
}

function storedChunks(seal: AttachmentDescriptor | ClosedAttachment): StoredAttachment['chunks'] {
  if (seal.algorithm === 'A256GCM') return null;
  return { size: seal.chunkSize, root: Buffer.from(seal.chunkRoot).toString('hex') };
}
