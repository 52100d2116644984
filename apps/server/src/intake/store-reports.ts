import type { GroupMembership } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import { isUnavailable } from '../platform/database/database-error.ts';
import type { Statement } from '../platform/database/open-database.ts';
import { enqueueSql } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { createReference } from '../platform/reference.ts';

export interface NewReport {
  readonly reportId: string;
  readonly hubId: string;
  readonly reporter: string;
  readonly groups: readonly GroupMembership[];
  readonly reference: string;
  readonly bodyDigest: Buffer;
  readonly sealed: Buffer;
  readonly locale: string;
  readonly announced: readonly { sha256: string; size: number }[];
  readonly acceptedAt: Date;
}

/** The report as it stands, whether this call stored it or an earlier one. */
export interface StoredReport {
  readonly hubId: string;
  readonly reporter: string;
  readonly bodyDigest: Buffer;
  readonly reference: string;
  readonly acceptedAt: Date;
  readonly missing: string[];
}

/**
 * One statement, so one commit and one fsync, for a batch of reports and their jobs. All sealed bytes travel as one
 * binary parameter. Conflicts wait for whoever holds the id and then do nothing. The commit is flushed to disk even
 * on a database whose default says otherwise.
 */
const insertReports: Statement = {
  name: 'intake-insert-reports-2',
  text: `with durable as materialized (
      select set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)
    ), input as (
      select r.* from durable, jsonb_to_recordset($2::jsonb) as r(
        id uuid, hub text, reporter text, groups jsonb, reference text, digest text, first int, length int,
        locale text, announced jsonb, at timestamptz)
    ), stored as (
      insert into report (report_id, hub_id, reporter, reporter_groups, reference, body_digest, sealed, locale,
        announced, accepted_at)
      select id, hub, reporter, groups, reference, decode(digest, 'hex'), substring($1::bytea from first for length),
        locale, announced, at
      from input
      on conflict do nothing
      returning report_id
    ), queued as (
      ${enqueueSql(`select 'verify-report', jsonb_build_object('reportId', report_id), null, ${neverGiveUp} from stored`)}
    )
    select report_id from stored`,
};

const readReports: Statement = {
  name: 'intake-read-reports-1',
  text: `select r.report_id, r.hub_id, r.reporter, r.body_digest, r.reference, r.accepted_at,
      array(select a->>'sha256' from jsonb_array_elements(r.announced) a
        where not exists (select from report_attachment s where s.report_id = r.report_id and s.sha256 = a->>'sha256')
      ) as missing
    from report r where r.report_id = any($1::uuid[])`,
};

interface ReadRow {
  report_id: string;
  hub_id: string;
  reporter: string;
  body_digest: Buffer;
  reference: string;
  accepted_at: Date;
  missing: string[];
}

type Store = Pick<Deps, 'database' | 'random'>;

/**
 * One result a report: as it stands now, or why the database refused this one.
 * @throws what `isUnavailable` recognises: then nothing is known to be stored, and sending again is safe
 */
export async function storeReports(deps: Store, reports: readonly NewReport[]): Promise<(StoredReport | Error)[]> {
  try {
    return await storeBatch(deps, reports);
  } catch (error) {
    // One report that the database refuses must not take its neighbours along.
    if (reports.length === 1 || isUnavailable(error)) throw error;
    const alone = await Promise.allSettled(reports.map((report) => storeBatch(deps, [report])));
    return alone.map((result) => {
      const reason: unknown = result.status === 'fulfilled' ? result.value[0] : result.reason;
      if (result.status === 'fulfilled' && result.value[0] !== undefined) return result.value[0];
      return reason instanceof Error ? reason : new Error('store a report');
    });
  }
}

async function storeBatch(deps: Store, reports: readonly NewReport[]): Promise<StoredReport[]> {
  // Of two submissions with one id the first is stored; the other is compared with it like any later one.
  let waiting = [...new Map(reports.toReversed().map((report) => [report.reportId, report])).values()];
  const found = new Map<string, StoredReport>();
  // A second round only when a random reference was taken already (one in 2^35).
  for (let round = 0; round < 5 && waiting.length > 0; round += 1) {
    const created = await insert(deps, waiting);
    const byId = new Map(waiting.map((report) => [report.reportId, report]));
    for (const reportId of created) {
      const report = byId.get(reportId);
      if (report) found.set(reportId, { ...report, missing: report.announced.map((one) => one.sha256) });
    }
    const rest = waiting.filter((report) => !created.has(report.reportId));
    if (rest.length > 0) for (const row of await read(deps, rest)) found.set(row.report_id, storedOf(row));
    waiting = rest
      .filter((report) => !found.has(report.reportId))
      .map((report) => ({ ...report, reference: createReference('WH', deps.random(7)) }));
  }
  return reports.map((report) => {
    const stored = found.get(report.reportId);
    if (stored === undefined) throw new Error('store a report: no free reference in five tries');
    return stored;
  });
}

/** Ids of the reports that did not exist before. */
async function insert(deps: Store, reports: readonly NewReport[]): Promise<Set<string>> {
  // In order of ids, so that two batches with the same reports wait for each other instead of deadlocking.
  const ordered = reports.toSorted((a, b) => (a.reportId < b.reportId ? -1 : a.reportId > b.reportId ? 1 : 0));
  let first = 1;
  const rows = ordered.map((report) => {
    const row = {
      id: report.reportId,
      hub: report.hubId,
      reporter: report.reporter,
      groups: report.groups,
      reference: report.reference,
      digest: report.bodyDigest.toString('hex'),
      first,
      length: report.sealed.length,
      locale: report.locale,
      announced: report.announced,
      at: report.acceptedAt.toISOString(),
    };
    first += report.sealed.length;
    return row;
  });
  const sealed = Buffer.concat(ordered.map((report) => report.sealed));
  const result = await deps.database.query<{ report_id: string }>(insertReports, [sealed, JSON.stringify(rows)]);
  return new Set(result.map((row) => row.report_id));
}

async function read(deps: Store, reports: readonly NewReport[]): Promise<ReadRow[]> {
  return deps.database.query<ReadRow>(readReports, [reports.map((report) => report.reportId)]);
}

function storedOf(row: ReadRow): StoredReport {
  return {
    hubId: row.hub_id,
    reporter: row.reporter,
    bodyDigest: row.body_digest,
    reference: row.reference,
    acceptedAt: row.accepted_at,
    missing: row.missing,
  };
}
