import type { Me, StaffSession } from '@wellhouse/protocol';
import type { Config } from '../platform/config.ts';

/** Whether a member has to set up a second factor in this session. Single sign-on has asked for its own. */
export function setUpOf(
  { secondFactor }: Pick<Config, 'secondFactor'>,
  hasSecondFactor: boolean,
  way: StaffSession['way'],
): Me['setUp'] {
  return hasSecondFactor || way === 'sso' ? 'done' : secondFactor;
}
