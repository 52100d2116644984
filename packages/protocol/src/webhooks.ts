import { z } from 'zod';
import { AlbumPictureEvent } from './albums.ts';
import { Standing } from './decisions.ts';
import { AccountId, DecisionId, GroupId, Timestamp } from './primitives.ts';

/** What a person is told about a decision that concerns them (DSA Art. 17(3)). */
export const Notice = z.strictObject({
  /** e.g. `D-7K3F-92QD`. */
  reference: z.string(),
  decisionId: DecisionId,
  decidedAt: Timestamp,
  /** One sentence: what was decided. */
  headline: z.string(),
  /** Why, as the reviewer wrote it. */
  reason: z.string(),
  policy: z.strictObject({ id: z.string(), version: z.string(), title: z.string() }).nullable(),
  /** DSA Art. 17(3)(c). */
  automated: z.boolean(),
  appeal: z.strictObject({ how: z.string(), until: Timestamp }),
  /** How many strikes count under this policy with this decision, and when it stops to count; null: leaves none. */
  strikes: z.strictObject({ active: z.int(), expiresAt: Timestamp.nullable() }).nullable().optional(),
});
export type Notice = z.infer<typeof Notice>;

const base = { accountId: AccountId, notice: Notice };

/**
 * Body of a webhook to the delivery service (Standard Webhooks: headers `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`). Delivered at least once, in order of `sequence` for one account; the receiver keeps
 * the last `sequence` or the `webhook-id` and ignores what it has done already. Decisions on several cases can concern one
 * account: a suspension or limit neither lifts a ban nor shortens another one; only `account.restored` makes anything milder, and
 * it says how the account stands from then on (`standing`): another decision can still hold it. Suspensions and limits also end by
 * themselves at `until`; `account.restored` follows.
 */
export const EnforcementEvent = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('account.warned'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject(base),
    }),
    z.strictObject({
      type: z.literal('account.suspended'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject({ ...base, until: Timestamp }),
    }),
    /** May not write to people who have not written to them, nor add anybody to a group. */
    z.strictObject({
      type: z.literal('account.limited'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject({ ...base, until: Timestamp }),
    }),
    z.strictObject({
      type: z.literal('account.banned'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject(base),
    }),
    z.strictObject({
      type: z.literal('account.restored'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject({ ...base, standing: Standing }),
    }),
    /** Somebody else looked again and nothing changes: the notice says why. */
    z.strictObject({
      type: z.literal('appeal.answered'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject(base),
    }),
    /** A removal was taken back; the messages are shown again. */
    z.strictObject({
      type: z.literal('message.restored'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject({ ...base, messages: z.array(z.strictObject({ groupId: GroupId, sequence: z.int() })) }),
    }),
    z.strictObject({
      type: z.literal('message.removed'),
      sequence: z.int(),
      timestamp: Timestamp,
      data: z.strictObject({ ...base, messages: z.array(z.strictObject({ groupId: GroupId, sequence: z.int() })) }),
    }),
  ])
  .meta({ id: 'EnforcementEvent' });
export type EnforcementEvent = z.infer<typeof EnforcementEvent>;

/** Everything that a delivery service may be told. */
export const HubEvent = z.union([EnforcementEvent, AlbumPictureEvent]).meta({ id: 'HubEvent' });
export type HubEvent = z.infer<typeof HubEvent>;
