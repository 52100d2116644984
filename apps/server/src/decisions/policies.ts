import { Policy } from '@wellhouse/protocol';
import { z } from 'zod';
import data from './policies.json' with { type: 'json' };

/** The policies in force. A change of words is a new version; decisions keep the title that they were made under. */
export const policies: readonly Policy[] = z.array(Policy).parse(data);

export function findPolicy(policyId: string): Policy | undefined {
  return policies.find((policy) => policy.policyId === policyId);
}

/** Policies meant for a taxonomy leaf, the closest first. */
export function policiesFor(category: string): Policy[] {
  return policies
    .filter((policy) => policy.categories.includes(category))
    .sort((a, b) => a.categories.indexOf(category) - b.categories.indexOf(category));
}
