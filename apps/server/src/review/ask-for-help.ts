import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { addMention } from './give-case.ts';
import { loadCase } from './load-case.ts';
import { loadWorkFacts, type WorkFacts, workBarOf } from './may-work.ts';
import { writeEvent } from './write-event.ts';

/** Turns to a colleague, or to any lead, about a case. Who holds it goes on holding it. */
export async function askForHelp(
  deps: Deps,
  staffId: string,
  { caseId, to, note }: { readonly caseId: string; readonly to: string | null; readonly note: string },
): Promise<void> {
  const now = deps.clock();
  await deps.database.transaction(async (tx) => {
    const row = await loadCase(tx, caseId);
    let whom: string | null = null;
    if (to !== null) {
      const facts = await loadWorkFacts(tx, { staffId: to, caseId, now });
      if (facts === null) throw new ProblemError('not-found');
      const place = { category: row.category, region: row.region, queueId: row.queue_id };
      const bar = workBarOf(asHelper(facts), place, { skills: false, full: false });
      if (bar !== null) throw new ProblemError('not-for-them', `It is not for this person: ${bar}.`);
      whom = facts.name;
    }
    await addMention(deps, tx, { kind: 'help', caseId, from: staffId, to, note, at: now, keptUntil: null });
    const said = { code: 'help-asked', to: whom } as const;
    await writeEvent(tx, { caseId, at: now, kind: 'help-asked', staffId, said });
  });
}

/** Who helps reads the case and decides nothing. */
function asHelper(facts: WorkFacts): WorkFacts {
  return { ...facts, mayDecide: facts.mayRead, refusedBefore: false, fell: false };
}
