import type { DecisionView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadDecisions } from './load-decisions.ts';

/** Decisions that wait for a second person, the longest waiting first. */
export async function listHeldDecisions(deps: Deps): Promise<{ decisions: z.input<typeof DecisionView>[] }> {
  return {
    decisions: await loadDecisions(deps.database.kysely, (decisions) => decisions.where('decision.state', '=', 'held')),
  };
}
