import type { Policy } from '@wellhouse/protocol';
import { policies } from './policies.ts';

export async function listPolicies(): Promise<{ policies: Policy[] }> {
  return { policies: [...policies] };
}
