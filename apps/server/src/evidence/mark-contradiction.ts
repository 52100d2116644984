import { z } from 'zod';
import { weighCase } from '../cases/weigh-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import { provenLevel } from './proven-level.ts';

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
  const after = file.state === 'decided' ? ' The case was decided before this was known.' : '';
  const text =
    'The delivery service contradicts itself: it has stamped another message under the number of one in ' +
    `${references.map(({ reference }) => reference).join(', ')}. Neither counts as proven any more.${after}`;
  await tx
    .insertInto('case_event')
    .values({ case_id: caseId, at: deps.clock(), kind: 'contradicted', staff_id: null, text, sealed_text: null })
    .execute();
  // What a decision was based on stays as it was.
  if (file.state === 'decided') return;
  const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
  if (vault === null) throw new Error(`open the evidence of case ${caseId}: its key is gone`);
  const level = await provenLevel(tx, vault, { caseId, kind: file.subject_kind, id: file.subject_id });
  const { category, reporter_count: reporters, danger: dangerNow, child, opened_at: openedAt } = file;
  await tx
    .updateTable('case_file')
    .set({ level, ...weighCase({ category, level, reporters, dangerNow, child, openedAt }) })
    .where('case_id', '=', caseId)
    .execute();
}
