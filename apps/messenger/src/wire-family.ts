/** What devices and the delivery service say about ages and family links. */
import { AccountId } from '@wellhouse/protocol';
import { z } from 'zod';

export const AgeBand = z.enum(['under-13', '13-17', 'adult']);
export const CoverSetting = z.enum(['off', 'noticed', 'every']);
const GuardianSettings = z.strictObject({ covers: CoverSetting });

/** All that either side sees of a link. Strict: a field for content or for what was noticed would be refused. */
export const FamilyLink = z.strictObject({
  linkId: z.uuid(),
  guardian: AccountId,
  young: AccountId,
  state: z.enum(['asked', 'on', 'ended']),
  settings: GuardianSettings,
  changedAt: z.int(),
});

export const ChooseAge = z.strictObject({ band: AgeBand });
export const AskFamily = z.strictObject({ guardian: AccountId });
export const ChangeFamily = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), yes: z.boolean() }),
  z.strictObject({ type: z.literal('set'), settings: GuardianSettings }),
  z.strictObject({ type: z.literal('end') }),
  z.strictObject({ type: z.literal('not-me') }),
  z.strictObject({ type: z.literal('block') }),
]);
