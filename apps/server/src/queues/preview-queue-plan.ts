import type { QueuePlan, QueuePlanPreview } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ableMembers, queueMembers } from './queue-members.ts';
import { firstMatch, routeCase } from './route-case.ts';
import { countByFacts } from './routing-facts.ts';

/** How many open cases a plan would move where, and which rule takes how many. Changes nothing. */
export async function previewQueuePlan(deps: Deps, plan: QueuePlan): Promise<z.input<typeof QueuePlanPreview>> {
  const { kysely } = deps.database;
  const groups = await countByFacts(kysely);
  const members = await queueMembers(kysely, deps.clock());
  const moves = new Map<string, { from: string; to: string; count: number }>();
  const matched = plan.rules.map(() => 0);
  let unmatched = 0;
  for (const { facts, queueId: from, count } of groups) {
    const rule = firstMatch(facts, plan.rules);
    if (rule === undefined) unmatched += count;
    else {
      const index = plan.rules.indexOf(rule);
      matched[index] = (matched[index] ?? 0) + count;
    }
    const to = routeCase(facts, plan.rules);
    if (to === from) continue;
    const key = `${from} ${to}`;
    moves.set(key, { from, to, count: (moves.get(key)?.count ?? 0) + count });
  }
  return {
    openCount: groups.reduce((sum, { count }) => sum + count, 0),
    moves: [...moves.values()].sort((a, b) => b.count - a.count),
    withoutPeople: plan.queues
      .filter(({ skills }) => ableMembers(members, skills).length === 0)
      .map(({ queueId }) => queueId),
    matched,
    unmatched,
  };
}
