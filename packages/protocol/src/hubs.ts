import { z } from 'zod';
import { base64UrlOf, GroupId, HubId, Timestamp } from './primitives.ts';

/**
 * A hub's stamp key with the MAC half, which only the hub and the safety server hold. Without a public key it is MAC-only:
 * stamps under it carry no signature (docs/spec/franking.md §10.3).
 */
export const HubVerifyKey = z.strictObject({
  keyId: z.int().min(0).max(0xffff_ffff),
  macKey: base64UrlOf(32),
  publicKey: base64UrlOf(32).nullable(),
  notBefore: Timestamp,
  notAfter: Timestamp,
});
export type HubVerifyKey = z.infer<typeof HubVerifyKey>;

/** A key whose report window is over. Its private key is null until it is published, and for a MAC-only key. */
export const RetiredHubKey = z.strictObject({
  keyId: z.int().min(0).max(0xffff_ffff),
  publicKey: base64UrlOf(32).nullable(),
  privateKey: base64UrlOf(32).nullable(),
  notBefore: Timestamp,
  notAfter: Timestamp,
  retiredAt: Timestamp,
});
export type RetiredHubKey = z.infer<typeof RetiredHubKey>;

/** Adds keys and retires known ones. A key once known is not changed otherwise, and never removed nor taken back into use. */
export const PutHubKeys = z
  .strictObject({ keys: z.array(HubVerifyKey).min(1).max(64), retired: z.array(RetiredHubKey).max(64).default([]) })
  .meta({ id: 'PutHubKeys' });

/** `keyIds`: all that are known of this hub; `retired`: those among them that prove nothing any more. */
export const HubKeys = z
  .strictObject({ hubId: HubId, keyIds: z.array(z.int()), retired: z.array(z.int()) })
  .meta({ id: 'HubKeys' });

/**
 * Epochs of a group in which an account was a member, both ends included; `to` null: still a member. The epoch is the one
 * that stands in stamps (docs/spec/franking.md §4, docs/adr/0049).
 */
const MembershipSpan = z
  .strictObject({ from: z.int().min(0), to: z.int().min(0).nullable() })
  .refine(({ from, to }) => to === null || from <= to, 'a span cannot end before it begins');

/** When an account was in one group. Who left and came back has two spans. */
export const GroupMembership = z.strictObject({ groupId: GroupId, spans: z.array(MembershipSpan).min(1) });
export type GroupMembership = z.infer<typeof GroupMembership>;

/** As many groups, and spans of all groups together, as a token may hold: more would not fit into a header. */
const reporterTokenLimits = { groups: 64, spans: 128 } as const;

/**
 * Claims of the token by which a delivery service vouches for a reporter (JWT, HS256 with the hub's API secret).
 * `groups` are the groups that the account is or was a member of, out of those that its device named, and when.
 */
export const ReporterClaims = z.strictObject({
  iss: HubId,
  sub: z.string().min(1).max(255),
  aud: z.literal('wellhouse:report'),
  iat: z.int(),
  exp: z.int(),
  groups: z
    .array(GroupMembership)
    .max(reporterTokenLimits.groups)
    .refine(
      (groups) => groups.reduce((sum, { spans }) => sum + spans.length, 0) <= reporterTokenLimits.spans,
      'too many spans',
    ),
});
export type ReporterClaims = z.infer<typeof ReporterClaims>;
