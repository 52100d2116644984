import type { Policy } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import { loadPolicies, policyView } from './policies.ts';

export async function listPolicies(deps: Deps): Promise<{ policies: Policy[] }> {
  return { policies: (await loadPolicies(deps.database.kysely, deps.clock())).map(policyView) };
}
