import { z } from 'zod';
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
});
export type Notice = z.infer<typeof Notice>;

const base = { accountId: AccountId, notice: Notice };

/**
 * Body of a webhook to the delivery service (Standard Webhooks: headers `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`). Delivered at least once, in order of `sequence` for one account; the receiver keeps
 * the last `sequence` or the `webhook-id` and ignores what it has done already. Decisions on several cases can concern one
 * account: a suspension neither lifts a ban nor shortens another suspension; only `account.restored` does.
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
      data: z.strictObject(base),
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
