import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { summaryOf } from './case-summary.ts';
import { claimLeaseMs } from './claim.ts';
import { loadCase } from './load-case.ts';
import { writeEvent } from './write-event.ts';

/** Claims one case, or keeps a claim alive for another fifteen minutes. */
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
    const until = new Date(now.getTime() + claimLeaseMs);
    await tx
      .updateTable('case_file')
      .set({ claim_staff_id: staffId, claim_until: until })
      .where('case_id', '=', caseId)
      .execute();
    if (!held) await writeEvent(tx, { caseId, at: now, kind: 'claimed', staffId, text: 'Claimed.' });
    return summaryOf(await loadCase(tx, caseId), now);
  });
}
