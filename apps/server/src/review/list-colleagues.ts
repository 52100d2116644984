import { type Colleague, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { queueMembers } from '../queues/queue-members.ts';
import { loadCase } from './load-case.ts';
import { loadWorkFacts, workBarOf } from './may-work.ts';

/** Everybody else who may claim cases: who is here and may work on this one first; of the others, why not. */
export async function listColleagues(
  deps: Deps,
  staffId: string,
  caseId: string,
): Promise<{ colleagues: z.input<typeof Colleague>[] }> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const row = await loadCase(kysely, caseId);
  const place = { category: row.category, region: row.region, queueId: row.queue_id };
  const members = (await queueMembers(kysely, now)).filter((member) => member.staffId !== staffId);
  const colleagues = await Promise.all(
    members.map(async (member) => {
      const facts = await loadWorkFacts(kysely, { staffId: member.staffId, caseId, now });
      return {
        staffId: StaffId.parse(member.staffId),
        name: member.name,
        here: member.here,
        bar: facts === null ? ('role' as const) : workBarOf(facts, place, { skills: true, full: true }),
      };
    }),
  );
  const weight = (one: z.input<typeof Colleague>) => (one.bar === null ? 0 : 2) + (one.here ? 0 : 1);
  return { colleagues: colleagues.sort((a, b) => weight(a) - weight(b) || a.name.localeCompare(b.name)) };
}
