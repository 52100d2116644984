import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Deps } from '../../../src/deps.ts';
import { attachmentBlobKey, pictureBlobKey } from '../../../src/platform/blobs/evidence-blobs.ts';
import { openCaseVault } from '../../../src/platform/case-vault.ts';
import type { LedgerEntry } from './ledger.ts';

/** Rules that hold over the whole database, whatever died when. Each query yields the rows that break its rule. */
const rules: Record<string, string> = {
  'a job is not done': `select job_id, kind, state, last_error from job where state <> 'done'`,
  'a report has not exactly one verify job': `select r.report_id, count(j.job_id) from report r
    left join job j on j.kind = 'verify-report' and j.payload->>'reportId' = r.report_id::text
    group by r.report_id having count(j.job_id) <> 1`,
  'a report is not filed': `select report_id, state, problem_code, problem_detail from report where state <> 'filed'`,
  'a filed report still keeps its sealed bytes': `select report_id from report where sealed is not null`,
  'a case counts other reports than it has': `select c.case_id, c.report_count, count(r.report_id) from case_file c
    left join report r using (case_id) group by c.case_id having c.report_count <> count(r.report_id)`,
  'a case counts other reporters than it has': `select c.case_id, c.reporter_count, count(distinct r.reporter)
    from case_file c left join report r using (case_id)
    group by c.case_id having c.reporter_count <> count(distinct r.reporter)`,
  'a case remembers other reporters than it has': `select case_id from case_file c
    where (select count(*) from case_reporter where case_id = c.case_id) <> c.reporter_count`,
  'a case counts other pictures than it has': `select c.case_id, c.picture_count, count(p.picture_id) from case_file c
    left join album_picture p using (case_id) group by c.case_id having c.picture_count <> count(p.picture_id)`,
  'two undecided cases are about the same': `select subject_id, category, count(*) from case_file
    where state <> 'decided' group by hub_id, subject_kind, subject_id, category having count(*) > 1`,
  'a report has not exactly one line in its timeline': `select r.report_id, count(e.event_id) from report r
    left join case_event e on e.case_id = r.case_id and e.kind = 'report-joined' and e.said ->> 'reference' = r.reference
    group by r.report_id having count(e.event_id) <> 1`,
  'a line in a timeline is about no report': `select c.case_id from case_file c where c.report_count <>
    (select count(*) from case_event e where e.case_id = c.case_id and e.kind = 'report-joined')`,
  'a case was not opened exactly once': `select c.case_id, count(e.event_id) from case_file c
    left join case_event e on e.case_id = c.case_id and e.kind = 'opened'
    group by c.case_id having count(e.event_id) <> 1`,
  'a line of a timeline is written in words of one language': `select case_id, kind from case_event
    where kind <> 'note' and said is null and sealed_text is null`,
  'an item stands in another case than its report': `select i.item_id from evidence_item i
    join report r using (report_id) where i.case_id <> r.case_id`,
  'an item is not proven': `select item_id, level from evidence_item where level <> 'VERIFIED'`,
};

/** What is wrong, in words; empty when every promise was kept. Call it when no job is left. */
export async function checkKept(
  deps: Pick<Deps, 'database' | 'blobs' | 'keys' | 'random'>,
  entries: Iterable<LedgerEntry>,
): Promise<string[]> {
  const violations: string[] = [];
  for (const [rule, text] of Object.entries(rules)) {
    const { rows } = await deps.database.pool.query(text);
    for (const row of rows.slice(0, 5)) violations.push(`${rule}: ${JSON.stringify(row)}`);
  }
  const rows = await storedReports(deps.database.pool);
  for (const entry of entries) {
    const { reportId } = entry.report;
    const row = rows.get(reportId);
    rows.delete(reportId);
    if (row === undefined) {
      if (entry.receipt !== null) violations.push(`${reportId}: was acknowledged and is lost`);
      continue;
    }
    for (const violation of await checkReport(deps, entry, row)) violations.push(`${reportId}: ${violation}`);
  }
  for (const reportId of rows.keys()) violations.push(`${reportId}: nobody sent this report`);
  return violations;
}

interface Row {
  report_id: string;
  reporter: string;
  reference: string;
  accepted_at: Date;
  case_id: string | null;
  payload: Buffer | null;
  items: number;
  attachments: string[];
  pictures: { attachmentId: string; sha256: string; state: string }[];
}

async function storedReports(pool: pg.Pool): Promise<Map<string, Row>> {
  const { rows } = await pool.query<Row>(`select report_id, reporter, reference, accepted_at, case_id, payload,
      (select count(*)::integer from evidence_item i where i.report_id = r.report_id) as items,
      array(select sha256 from report_attachment a where a.report_id = r.report_id) as attachments,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'attachmentId', attachment_id, 'sha256', ciphertext_sha256, 'state', state)), '[]')
        from evidence_picture p where p.report_id = r.report_id) as pictures
    from report r`);
  return new Map(rows.map((row) => [row.report_id, row]));
}

async function checkReport(
  deps: Pick<Deps, 'database' | 'blobs' | 'keys' | 'random'>,
  { report, reporter, receipt, uploaded }: LedgerEntry,
  row: Row,
): Promise<string[]> {
  const found: string[] = [];
  if (receipt !== null && row.reference !== receipt.reference) found.push(`the reference became ${row.reference}`);
  if (receipt !== null && row.accepted_at.toISOString() !== receipt.acceptedAt) found.push('the time changed');
  if (row.reporter !== reporter) found.push(`the reporter became ${row.reporter}`);
  if (row.items !== report.items) found.push(`has ${row.items} items of ${report.items}`);
  if (row.pictures.length !== report.attachments.length) found.push(`has ${row.pictures.length} pictures`);
  if (row.case_id !== null && row.payload !== null) {
    const vault = await openCaseVault(deps.database.kysely, deps.keys, randomBytes, row.case_id);
    const payload = await vault?.open(row.payload, `report:${report.reportId}`);
    if (!payload?.equals(report.payload)) found.push('the payload is not what was sealed');
  }
  for (const sha256 of uploaded) {
    const picture = row.pictures.find((one) => one.sha256 === sha256);
    if (!row.attachments.includes(sha256)) found.push(`attachment ${sha256} is lost`);
    if (picture?.state !== 'available') found.push(`picture ${sha256} is ${picture?.state}`);
    const blob = await deps.blobs.get(attachmentBlobKey(report.reportId, sha256));
    if (blob === null || createHash('sha256').update(blob).digest('hex') !== sha256) {
      found.push(`the bytes of attachment ${sha256} are lost`);
    }
    if (picture && !(await deps.blobs.has(pictureBlobKey(picture.attachmentId)))) found.push('the picture is lost');
  }
  return found;
}
