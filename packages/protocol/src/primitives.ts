import { z } from 'zod';

/** Version 4 UUID, lower case. */
const uuid = z.uuid().lowercase();

/** Chosen by the reporter's device; also the `Idempotency-Key` of the submission and the AAD of the seal. */
export const ReportId = uuid.brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;

export const CaseId = uuid.brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

export const DecisionId = uuid.brand<'DecisionId'>();
export type DecisionId = z.infer<typeof DecisionId>;

export const StaffId = uuid.brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffId>;

export const PasskeyId = uuid.brand<'PasskeyId'>();
export type PasskeyId = z.infer<typeof PasskeyId>;

export const SessionId = uuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const MentionId = uuid.brand<'MentionId'>();
export type MentionId = z.infer<typeof MentionId>;

export const ViewId = uuid.brand<'ViewId'>();
export type ViewId = z.infer<typeof ViewId>;

/** A second review; names nothing but itself. */
export const QualityReviewId = uuid.brand<'QualityReviewId'>();
export type QualityReviewId = z.infer<typeof QualityReviewId>;

/** The delivery service's name, as it stands in every stamp. */
export const HubId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-z0-9][a-z0-9.:_-]*$/);
export type HubId = z.infer<typeof HubId>;

/** An account as the delivery service names it. Never taken from a message's own claim. */
export const AccountId = z.string().min(1).max(255);
export type AccountId = z.infer<typeof AccountId>;

/** RFC 4648 §5 without padding. */
export const Base64Url = z
  .string()
  .max(8_000_000)
  .regex(/^[A-Za-z0-9_-]*$/, 'expected base64url without padding');

/** Base64url of exactly `bytes` bytes. */
export function base64UrlOf(bytes: number) {
  const length = Math.ceil((bytes * 4) / 3);
  return z
    .string()
    .length(length)
    .regex(/^[A-Za-z0-9_-]+$/, `expected base64url of ${bytes} bytes`);
}

/** A group as MLS names it: 1 to 255 bytes. */
export const GroupId = z
  .string()
  .min(1)
  .max(340)
  .regex(/^[A-Za-z0-9_-]+$/);
export type GroupId = z.infer<typeof GroupId>;

/** Lower-case hexadecimal SHA-256. */
export const Sha256Hex = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]+$/);
export type Sha256Hex = z.infer<typeof Sha256Hex>;

/** RFC 3339 with zone, millisecond precision. */
export const Timestamp = z.iso.datetime({ offset: true });

/** BCP 47 language tag. */
export const Locale = z
  .string()
  .min(2)
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

export const Audience = z.enum(['adult', 'child']);
export type Audience = z.infer<typeof Audience>;

/** How well the evidence proves itself; the console always shows it. */
export const EvidenceLevel = z.enum(['VERIFIED', 'ATTESTED', 'ASSERTED']);
export type EvidenceLevel = z.infer<typeof EvidenceLevel>;

export const Priority = z.enum(['P0', 'P1', 'P2', 'P3']);
export type Priority = z.infer<typeof Priority>;
