import type { GroupMembership, ReportPayload } from '@wellhouse/protocol';
import { SealingError } from '@wellhouse/sealing';
import { isUrgentReport } from '@wellhouse/taxonomy';
import { z } from 'zod';
import { wasPaused } from '../appeals/standing-measures.ts';
import { joinCase } from '../cases/join-case.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';
import { toStorableText } from '../platform/storable-text.ts';
import { keepSignals, signalsOfTexts } from '../signals/keep-signals.ts';
import { assessReport } from './assess-report.ts';
import { enqueuePictures } from './enqueue-pictures.ts';
import { findContradicted } from './find-contradicted.ts';
import { verifyOvertaken } from './late-keys.ts';
import { createHubKeyLoader, type LoadHubKeys } from './load-hub-keys.ts';
import { type ReadPayload, readPayload } from './read-payload.ts';
import { createStampIndex } from './stamp-index.ts';
import { storeItems } from './store-items.ts';
import { contradicted, type VerifiedItem, verifyItems } from './verify-items.ts';

const Payload = z.strictObject({ reportId: z.string() });

interface SealedReport {
  report_id: string;
  hub_id: string;
  reporter: string;
  reporter_groups: GroupMembership[];
  reference: string;
  accepted_at: Date;
  sealed: Buffer;
}

/**
 * The job `verify-report`: opens the seal, verifies every message and files the report in its case, in one transaction
 * with the end of the job. Whatever dies when, a report is filed once. What cannot be opened is kept as `unreadable`.
 */
export function createVerifyReport(deps: Deps): JobHandler {
  const loadHubKeys = createHubKeyLoader(deps);

  return async (job, context) => {
    const { reportId } = Payload.parse(job);
    const row = await deps.database.kysely
      .selectFrom('report')
      .select(['report_id', 'hub_id', 'reporter', 'reporter_groups', 'reference', 'accepted_at', 'sealed'])
      .where('report_id', '=', reportId)
      .where('state', '=', 'submitted')
      .executeTakeFirst();
    if (row === undefined || row.sealed === null) return;
    const report: SealedReport = { ...row, sealed: row.sealed };
    const opened = await open(deps, report);
    const items = opened.ok ? await verify(report, opened, loadHubKeys) : null;

    await deps.database.transaction(async (tx) => {
      if (await isStillSubmitted(tx, reportId)) {
        if (opened.ok && items !== null) await file(deps, tx, report, { ...opened, items });
        else if (!opened.ok) await keepUnreadable(deps, tx, reportId, opened.problem);
      }
      await context.finish(tx);
    });
  };
}

async function verify(
  report: SealedReport,
  { read }: Extract<Opened, { ok: true }>,
  loadHubKeys: LoadHubKeys,
): Promise<VerifiedItem[]> {
  const keys = await loadHubKeys(report.hub_id, report.accepted_at);
  return verifyItems(read.payload.evidence, { hubId: report.hub_id, keys, groups: report.reporter_groups });
}

type NotOpened = { readonly ok: false; readonly problem: { readonly code: string; readonly detail: string } };
type Opened = { ok: true; bytes: Uint8Array; read: Extract<ReadPayload, { ok: true }> } | NotOpened;

async function open(deps: Deps, report: SealedReport): Promise<Opened> {
  let bytes: Uint8Array;
  try {
    bytes = await deps.keys.openSealed(report.hub_id, report.report_id, report.sealed);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    const detail = `The report could not be opened (${error.code}); it may be damaged or sealed to a key that is not ours.`;
    return { ok: false, problem: { code: 'seal-unreadable', detail } };
  }
  const read = readPayload(bytes, { hubId: report.hub_id, reportId: report.report_id });
  if (!read.ok) return read;
  return (await isPausedAway(deps, report, read.payload)) ? pausedAway : { ok: true, bytes, read };
}

const pausedAway = {
  ok: false,
  problem: {
    code: 'reporting-paused',
    detail: 'This account may not report for now, and the report says of no danger to life and of no child.',
  },
} as const;

/** Who said that a report is urgent to get it past a pause is held to it. */
async function isPausedAway(deps: Deps, report: SealedReport, payload: ReportPayload): Promise<boolean> {
  if (isUrgentReport(payload)) return false;
  const account = { hubId: report.hub_id, accountId: report.reporter, of: 'report' as const };
  return wasPaused(deps.database.kysely, account, report.accepted_at);
}

/** Takes the report's row; false when another worker has been here. */
async function isStillSubmitted(tx: Transaction, reportId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('report')
    .select('state')
    .where('report_id', '=', reportId)
    .forUpdate()
    .executeTakeFirst();
  return row?.state === 'submitted';
}

async function file(
  deps: Deps,
  tx: Transaction,
  report: SealedReport,
  found: Extract<Opened, { ok: true }> & { items: VerifiedItem[] },
): Promise<void> {
  const { bytes } = found;
  const { payload } = found.read;
  const indexOf = createStampIndex(deps.keys);
  const stamps = found.items.map(({ statement }) => (statement === null ? null : indexOf(statement)));
  const contradictions = await findContradicted(tx, stamps);
  const items = found.items.map((item, index) => (contradictions.own.has(index) ? contradicted(item) : item));
  const assessment = assessReport(payload, items);
  const { caseId, vault } = await joinCase(deps, tx, {
    hubId: report.hub_id,
    reporter: report.reporter,
    reference: report.reference,
    acceptedAt: report.accepted_at,
    subject: assessment.subject,
    category: assessment.category,
    level: assessment.level,
    dangerNow: payload.answers.danger === 'now',
    locale: payload.locale,
    country: payload.country,
    aboutMessage: payload.subject.kind === 'message',
    pictures: payload.attachments.length > 0,
    child: payload.answers.about === 'a-child' || payload.audience === 'child',
    remarks: assessment.remarks,
  });
  const place = { caseId, reportId: report.report_id };
  const { attachments } = payload;
  await storeItems(deps, tx, vault, place, { items, stamps, contradicted: contradictions.own, attachments });
  const reported = items.filter(({ role }) => role === 'reported').flatMap(({ content }) => content.parts);
  const texts = reported.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  await keepSignals(deps, tx, caseId, signalsOfTexts(texts));
  const missing = items.flatMap(({ awaitsKey }) => awaitsKey ?? []);
  await verifyOvertaken(tx, { hubId: report.hub_id, reportId: report.report_id }, missing);
  const jobs = contradictions.elsewhere.map((hex) => ({ kind: 'mark-contradiction', payload: { place: hex } }));
  await enqueue(tx, ...jobs.map((job) => ({ ...job, maxAttempts: neverGiveUp })));
  await tx
    .updateTable('report')
    .set({
      state: 'filed',
      case_id: caseId,
      // The exact bytes that the reporter saw and sealed; from here on they open with the case's key alone.
      payload: await vault.seal(bytes, `report:${report.report_id}`),
      sealed: null,
      wants_notices: payload.wantsNotices,
      verified_at: deps.clock(),
    })
    .where('report_id', '=', report.report_id)
    .execute();
  await enqueuePictures(tx, report.report_id);
}

async function keepUnreadable(
  deps: Deps,
  tx: Transaction,
  reportId: string,
  problem: { code: string; detail: string },
): Promise<void> {
  await tx
    .updateTable('report')
    .set({
      state: 'unreadable',
      problem_code: problem.code,
      // It can quote the report, whose writer may have put anything into it.
      problem_detail: toStorableText(problem.detail, 500),
      verified_at: deps.clock(),
    })
    .where('report_id', '=', reportId)
    .execute();
}
