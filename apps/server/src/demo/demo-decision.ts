import type { EvidenceLevel, MakeDecision } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Seeded } from './seeded.ts';

type Decision = Pick<z.output<typeof MakeDecision>, 'action' | 'reason' | 'days'>;

/** What a case of this kind usually comes to; the rules of decisions still hold. */
export function chooseDecision(
  random: Seeded,
  found: { category: string; level: EvidenceLevel; subjectKind: 'account' | 'group' },
): Decision {
  const { category, level, subjectKind } = found;
  if (subjectKind === 'group' || random.next() < 0.3) return nothing;
  if (category.startsWith('self.')) return nothing;
  if (level === 'ASSERTED') return random.next() < 0.4 ? warning : nothing;
  if (category.startsWith('child.') || category.startsWith('threat.')) {
    return random.next() < 0.15
      ? {
          action: 'ban',
          days: null,
          reason: 'Pressure on a child or a threat to a person, proven by the message itself.',
        }
      : {
          action: 'suspend',
          days: 30,
          reason: 'The message breaks our rules gravely; the account stays closed for thirty days.',
        };
  }
  const action = random.weighted({ warn: 55, suspend: 30, 'no-action': 15 });
  if (action === 'suspend') {
    return {
      action,
      days: random.pick([1, 3, 7]),
      reason: 'Repeated messages of this kind; the account pauses for some days.',
    };
  }
  return action === 'warn' ? warning : nothing;
}

const warning: Decision = {
  action: 'warn',
  days: null,
  reason: 'Please read the rules again: messages like this one are not allowed here.',
};
const nothing: Decision = {
  action: 'no-action',
  days: null,
  reason: 'We looked at it and found nothing that our rules forbid.',
};
