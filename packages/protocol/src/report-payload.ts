import { z } from 'zod';
import {
  AccountId,
  Audience,
  Base64Url,
  base64UrlOf,
  GroupId,
  HubId,
  Locale,
  ReportId,
  Sha256Hex,
  Timestamp,
} from './primitives.ts';

/** Limits that client and server share; the server refuses what exceeds them. */
export const reportLimits = {
  evidenceItems: 64,
  partsPerItem: 64,
  statementCharacters: 2_000,
  attachments: 20,
  attachmentBytes: 25 * 1024 * 1024,
  /** Sealed bytes of one report without its attachments. */
  sealedBytes: 512 * 1024,
} as const;

/** One opened message part: its leaf key and its exact bytes (docs/spec/franking.md). */
export const RevealedPart = z.strictObject({
  index: z.int().min(0).max(65_535),
  key: base64UrlOf(32),
  part: Base64Url,
});

/** One part kept back by the reporter: only its leaf. */
export const HiddenPart = z.strictObject({
  index: z.int().min(0).max(65_535),
  leaf: base64UrlOf(32),
});

/** A stamped message, opened as far as the reporter chose. */
export const FrankedItem = z.strictObject({
  scheme: z.literal('wh-frank-1'),
  role: z.enum(['reported', 'context']),
  /** Encoded stamp: context, MAC and signature. */
  stamp: Base64Url,
  partCount: z.int().min(1).max(reportLimits.partsPerItem),
  revealed: z.array(RevealedPart).max(reportLimits.partsPerItem),
  hidden: z.array(HiddenPart).max(reportLimits.partsPerItem),
});
export type FrankedItem = z.infer<typeof FrankedItem>;

/** Words that only the reporter vouches for. Always ASSERTED. */
export const AssertedItem = z.strictObject({
  scheme: z.literal('reporter-asserted/1'),
  role: z.enum(['reported', 'context']),
  sender: AccountId,
  groupId: GroupId.nullable(),
  sentAt: Timestamp.nullable(),
  text: z.string().max(20_000),
});
export type AssertedItem = z.infer<typeof AssertedItem>;

export const EvidenceItem = z.discriminatedUnion('scheme', [FrankedItem, AssertedItem]);
export type EvidenceItem = z.infer<typeof EvidenceItem>;

/** Who or what the report is about. */
export const ReportSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), accountId: AccountId, groupId: GroupId }),
  z.strictObject({ kind: z.literal('account'), accountId: AccountId }),
  z.strictObject({ kind: z.literal('group'), groupId: GroupId }),
]);
export type ReportSubject = z.infer<typeof ReportSubject>;

/** An uploaded ciphertext and the revealed part that holds its key. */
export const AttachmentReference = z.strictObject({
  item: z.int().min(0),
  part: z.int().min(1),
  ciphertextSha256: Sha256Hex,
  size: z.int().min(1).max(reportLimits.attachmentBytes),
});

/**
 * What a report says: the plaintext that is shown in the preview, sealed and sent, byte for byte.
 * JSON in UTF-8; the device serialises it once and never again.
 */
export const ReportPayload = z.strictObject({
  v: z.literal(1),
  reportId: ReportId,
  hubId: HubId,
  /** The device's clock; never trusted for order. */
  createdAt: Timestamp,
  subject: ReportSubject,
  /** Leaf of the taxonomy, e.g. `threat.life`. */
  category: z.string().min(1).max(64),
  taxonomyVersion: z.string().min(1).max(32),
  answers: z.strictObject({
    /** "Are you in danger right now?" */
    danger: z.enum(['now', 'no', 'unsure', 'not-asked']),
    /** Who is harmed. */
    about: z.enum(['me', 'someone-else', 'a-child', 'not-asked']),
  }),
  statement: z.string().max(reportLimits.statementCharacters).nullable(),
  audience: Audience,
  locale: Locale,
  /** ISO 3166-1 alpha-2, chosen by the reporter, never derived from an address. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  evidence: z.array(EvidenceItem).max(reportLimits.evidenceItems),
  attachments: z.array(AttachmentReference).max(reportLimits.attachments),
  /** The reporter also blocked the subject on the device. */
  blocked: z.boolean(),
  /** False where following up could put the reporter at risk. */
  wantsNotices: z.boolean(),
});
export type ReportPayload = z.infer<typeof ReportPayload>;
