import type { GroupMembership } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { weighAgain } from '../cases/place-case.ts';
import type { Deps } from '../deps.ts';
import { type CaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';
import type { CaseFileTable } from '../schema/case-file.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { findContradicted } from './find-contradicted.ts';
import { createHubKeyLoader, type LoadHubKeys } from './load-hub-keys.ts';
import { readPayload } from './read-payload.ts';
import { createStampIndex, type IndexedStamp } from './stamp-index.ts';
import { contradicted, type VerifiedItem, verifyItems } from './verify-items.ts';

const Payload = z.strictObject({ reportId: z.string() });

interface FiledReport {
  report_id: string;
  hub_id: string;
  reporter_groups: GroupMembership[];
  reference: string;
  accepted_at: Date;
  case_id: string;
  payload: Buffer;
}

/**
 * The job `verify-again`: a hub has published a key late, and this report holds messages that waited for it. They are
 * verified as if the key had been there when the report came in; case and timeline follow. What was verified before is
 * left as it is, and running the job again changes nothing.
 */
export function createVerifyAgain(deps: Deps): JobHandler {
  const loadHubKeys = createHubKeyLoader(deps);

  return async (job, context) => {
    const report = await findReport(deps, Payload.parse(job).reportId);
    const vault = report && (await openCaseVault(deps.database.kysely, deps.keys, deps.random, report.case_id));
    // an erased case stays erased
    if (report === null || vault === null) return;
    const items = await verify(report, vault, loadHubKeys);
    await deps.database.transaction(async (tx) => {
      await lift(deps, tx, vault, report, items);
      await context.finish(tx);
    });
  };
}

async function findReport(deps: Deps, reportId: string): Promise<FiledReport | null> {
  const row = await deps.database.kysely
    .selectFrom('report')
    .select(['report_id', 'hub_id', 'reporter_groups', 'reference', 'accepted_at', 'case_id', 'payload'])
    .where('report_id', '=', reportId)
    .where('state', '=', 'filed')
    .executeTakeFirst();
  if (row === undefined || row.case_id === null || row.payload === null) return null;
  return { ...row, case_id: row.case_id, payload: row.payload };
}

async function verify(report: FiledReport, vault: CaseVault, loadHubKeys: LoadHubKeys): Promise<VerifiedItem[]> {
  const bytes = await vault.open(report.payload, `report:${report.report_id}`);
  const read = readPayload(bytes, { hubId: report.hub_id, reportId: report.report_id });
  if (!read.ok) throw new Error(`verify report ${report.report_id} again: ${read.problem.code}`);
  const keys = await loadHubKeys(report.hub_id, report.accepted_at);
  return verifyItems(read.payload.evidence, { hubId: report.hub_id, keys, groups: report.reporter_groups });
}

async function lift(
  deps: Deps,
  tx: Transaction,
  vault: CaseVault,
  report: FiledReport,
  items: readonly VerifiedItem[],
): Promise<void> {
  const waiting = await findWaiting(tx, report, items);
  const indexOf = createStampIndex(deps.keys);
  const stamps = waiting.map(({ item }) => (item.statement === null ? null : indexOf(item.statement)));
  // before the case's row, as everyone who files does
  const contradictions = await findContradicted(tx, stamps);
  const file = await tx
    .selectFrom('case_file')
    .selectAll()
    .where('case_id', '=', report.case_id)
    .forUpdate()
    .executeTakeFirstOrThrow();

  const judged: VerifiedItem[] = [];
  for (const [index, { itemId, item }] of waiting.entries()) {
    const isContradicted = contradictions.own.has(index);
    const found = isContradicted ? contradicted(item) : item;
    const at = { itemId, stamp: stamps[index] ?? null, isContradicted };
    if (await storeAgain(tx, vault, found, at)) judged.push(found);
  }
  if (judged.length === 0) return;
  const jobs = contradictions.elsewhere.map((hex) => ({ kind: 'mark-contradiction', payload: { place: hex } }));
  await enqueue(tx, ...jobs.map((job) => ({ ...job, maxAttempts: neverGiveUp })));
  await updateCase(deps, tx, vault, { file, reference: report.reference, judged });
}

/** False when another worker has been here. */
async function storeAgain(
  tx: Transaction,
  vault: CaseVault,
  item: VerifiedItem,
  at: { itemId: string; stamp: IndexedStamp | null; isContradicted: boolean },
): Promise<boolean> {
  const updated = await tx
    .updateTable('evidence_item')
    .set({
      level: item.level,
      content: await vault.sealJson(item.content, `item:${at.itemId}`),
      place: at.stamp?.place ?? null,
      statement: at.stamp?.statement ?? null,
      contradicted: at.isContradicted,
      awaits_key: null,
    })
    .where('item_id', '=', at.itemId)
    .where('awaits_key', 'is not', null)
    .returning('item_id')
    .executeTakeFirst();
  return updated !== undefined;
}

async function updateCase(
  deps: Deps,
  tx: Transaction,
  vault: CaseVault,
  { file, reference, judged }: { file: Selectable<CaseFileTable>; reference: string; judged: readonly VerifiedItem[] },
): Promise<void> {
  const subject = { caseId: file.case_id, kind: file.subject_kind, id: file.subject_id };
  const proven = judged.filter((item) => item.level !== 'ASSERTED');
  const isElsewhere = (item: VerifiedItem) =>
    (subject.kind === 'account' ? item.content.sender : item.content.groupId) !== subject.id;
  const said = {
    code: 'reverified',
    reference,
    proven: proven.length,
    of: judged.length,
    elsewhere: proven.some((item) => item.role === 'reported' && isElsewhere(item)) ? subject.kind : null,
    late: file.state === 'decided',
  } as const;
  const line = timelineLine({ caseId: file.case_id, at: deps.clock(), kind: 'reverified', staffId: null, said });
  await tx.insertInto('case_event').values(line).execute();
  // What a decision was based on stays as it was.
  if (file.state === 'decided') return;
  await weighAgain(tx, vault, file);
}

/** Messages that waited for a key and do so no more, each with what it turned out to be. */
async function findWaiting(
  tx: Transaction,
  report: FiledReport,
  items: readonly VerifiedItem[],
): Promise<{ itemId: string; item: VerifiedItem }[]> {
  const rows = await tx
    .selectFrom('evidence_item')
    .select(['item_id', 'item_index'])
    .where('report_id', '=', report.report_id)
    .where('awaits_key', 'is not', null)
    .orderBy('item_index')
    .execute();
  return rows.flatMap((row) => {
    const item = items[row.item_index];
    return item === undefined || item.awaitsKey !== undefined ? [] : [{ itemId: row.item_id, item }];
  });
}
