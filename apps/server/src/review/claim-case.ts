import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import { fallenDetail } from '../decisions/fallen.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { summaryOf } from './case-summary.ts';
import { claimLeaseMs } from './claim.ts';
import { lockClaims, mostClaims, tooManyClaims } from './live-claims.ts';
import { loadCase } from './load-case.ts';
import { loadWorkFacts, workBarOf } from './may-work.ts';
import { writeEvent } from './write-event.ts';

/** Claims one case, or keeps a claim alive for another minute and a half. */
export async function claimCase(deps: Deps, caseId: string, staffId: string): Promise<z.input<typeof CaseSummary>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    await tx.selectFrom('case_file').select('case_id').where('case_id', '=', caseId).forUpdate().execute();
    const row = await loadCase(tx, caseId);
    if (row.state === 'decided') throw new ProblemError('case-closed');
    if (row.state === 'held')
      throw new ProblemError('case-closed', 'The case is decided and waits for a second person.');
    const held = row.claim_until !== null && row.claim_until > now;
    if (held && row.claim_staff_id !== staffId) {
      throw new ProblemError('already-claimed', `${row.claim_name ?? 'Another person'} holds this case.`);
    }
    if (!held) {
      const facts = await loadWorkFacts(tx, { staffId, caseId, now });
      const place = { category: row.category, region: row.region, queueId: row.queue_id };
      const own = facts === null ? null : { ...facts, mayDecide: true, refusedBefore: false };
      const bar = own === null ? 'role' : workBarOf(own, place, { skills: !own.mayAssign, full: false });
      if (bar === 'fell') throw new ProblemError('not-independent', fallenDetail);
      // Whoever held it last may finish it, though the claim has run out meanwhile.
      const finishes = bar === 'care' && row.claim_staff_id === staffId;
      if (bar === 'care' && !finishes && facts?.scope.pausedUntil != null) throw new ProblemError('on-break');
      if (bar !== null && !finishes) throw new ProblemError('not-for-them', `This case is not for you: ${bar}.`);
      const claims = await lockClaims(tx, staffId, now);
      if (claims >= mostClaims) throw tooManyClaims(claims);
    }
    const until = new Date(now.getTime() + claimLeaseMs);
    await tx
      .updateTable('case_file')
      .set({ claim_staff_id: staffId, claim_until: until })
      .where('case_id', '=', caseId)
      .execute();
    if (!held) await writeEvent(tx, { caseId, at: now, kind: 'claimed', staffId, said: { code: 'claimed' } });
    return summaryOf(await loadCase(tx, caseId), now);
  });
}
