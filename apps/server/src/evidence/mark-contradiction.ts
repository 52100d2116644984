import { z } from 'zod';
import { weighAgain } from '../cases/place-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import { timelineLine } from '../schema/timeline-line.ts';

const Payload = z.strictObject({ place: z.string().regex(/^[0-9a-f]{32}$/) });

/**
 * The job `mark-contradiction`: a report has come in that contradicts messages of earlier ones. In each case that holds
 * such a message it is marked, stops counting as proven, and the timeline says so. One case a transaction, the case's row
 * first; running it again changes nothing.
 */
export function createMarkContradiction(deps: Deps): JobHandler {
  return async (job) => {
    const place = Buffer.from(Payload.parse(job).place, 'hex');
    const cases = await deps.database.kysely
      .selectFrom('evidence_item')
      .select('case_id')
      .distinct()
      .where('place', '=', place)
      .where('contradicted', '=', false)
      .execute();
    for (const { case_id } of cases) {
      await deps.database.transaction((tx) => markCase(deps, tx, case_id, place));
    }
  };
}

async function markCase(deps: Deps, tx: Transaction, caseId: string, place: Buffer): Promise<void> {
  const file = await tx
    .selectFrom('case_file')
    .selectAll()
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const marked = await tx
    .updateTable('evidence_item')
    .set({ contradicted: true, level: 'ASSERTED' })
    .where('case_id', '=', caseId)
    .where('place', '=', place)
    .where('contradicted', '=', false)
    .returning('report_id')
    .execute();
  if (marked.length === 0) return;
  const references = await tx
    .selectFrom('report')
    .select('reference')
    .where('report_id', 'in', [...new Set(marked.map((item) => item.report_id))])
    .orderBy('reference')
    .execute();
  const named = references.map(({ reference }) => reference);
  const said = { code: 'contradicted', references: named, late: file.state === 'decided' } as const;
  const line = timelineLine({ caseId, at: deps.clock(), kind: 'contradicted', staffId: null, said });
  await tx.insertInto('case_event').values(line).execute();
  // What a decision was based on stays as it was.
  if (file.state === 'decided') return;
  const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
  if (vault === null) throw new Error(`open the evidence of case ${caseId}: its key is gone`);
  await weighAgain(tx, vault, file);
}
