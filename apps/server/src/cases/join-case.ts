import type { EvidenceLevel, ReportRemark, Surface } from '@wellhouse/protocol';
import { bestLevel } from '../decisions/best-level.ts';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Deps } from '../deps.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { loadRecord } from '../reporters/load-record.ts';
import { type StoredSaid, timelineLine } from '../schema/timeline-line.ts';
import { countVoice } from './count-voice.ts';
import { placeOf, voicesOf } from './place-case.ts';
import { type CaseMatter, findOrOpenCase, type UndecidedCase, type UndecidedRow } from './undecided-case.ts';

export interface JoiningReport extends CaseMatter {
  readonly reporter: string;
  readonly reference: string;
  readonly acceptedAt: Date;
  readonly level: EvidenceLevel;
  readonly dangerNow: boolean;
  readonly child: boolean;
  /** As the reporter's device names the language. */
  readonly locale: string;
  /** ISO 3166-1 alpha-2, as the reporter chose. */
  readonly country: string | null;
  /** It is about one message, and not about an account or a group as such. */
  readonly aboutMessage: boolean;
  readonly pictures: boolean;
  /** What the reviewer should know about the report as such. */
  readonly remarks: readonly ReportRemark[];
}

export interface JoinedCase {
  readonly caseId: string;
  readonly vault: CaseVault;
}

/**
 * Puts a report into the undecided case about its subject and category, or opens one. Holds the case's row until the
 * transaction ends, so that reports about one subject are counted one after another.
 */
export async function joinCase(deps: Deps, tx: Transaction, report: JoiningReport): Promise<JoinedCase> {
  const found = await findOrOpenCase(deps, tx, report, report.acceptedAt);
  const { row } = found;
  const joined = {
    ...(await addReporter(tx, row, report)),
    danger: row.danger || report.dangerNow,
    child: row.child || report.child,
  };
  const level = bestLevel([row.level, report.level]);
  // The first that is known stays: a case does not wander from one language to another with each report. But what proves it first
  // says where it is: else whoever is reported could send it, by one made-up report, to where nobody looks.
  const provesFirst = row.level === 'ASSERTED' && report.level !== 'ASSERTED' && row.picture_count === 0;
  const language = report.locale.split('-', 1)[0]?.toLowerCase() ?? null;
  const place = {
    language: provesFirst ? (language ?? row.language) : (row.language ?? language),
    region: provesFirst ? (report.country ?? row.region) : (row.region ?? report.country),
    surface: found.opened ? surfaceOf(report) : row.surface,
  };
  const file = { ...row, ...joined, ...place, category: report.category, level, graphic: report.pictures };
  await tx
    .updateTable('case_file')
    .set({ ...joined, ...place, report_count: row.report_count + 1, ...(await placeOf(tx, file, report.acceptedAt)) })
    .where('case_id', '=', row.case_id)
    .execute();
  await writeEvents(tx, found, report);
  return { caseId: row.case_id, vault: found.vault };
}

function surfaceOf({ subject, aboutMessage }: JoiningReport): Surface {
  if (subject.kind === 'group') return 'group';
  return aboutMessage ? 'message' : 'account';
}

/** Counts a reporter once, by the record that they have when they first report it. */
async function addReporter(tx: Transaction, row: UndecidedRow, report: JoiningReport): Promise<CountedReporters> {
  const added = await tx
    .insertInto('case_reporter')
    .values({ case_id: row.case_id, hub_id: report.hubId, reporter: report.reporter })
    .onConflict((conflict) => conflict.doNothing())
    .returning('reporter')
    .executeTakeFirst();
  const before = voicesOf(row);
  const voices = added === undefined ? before : countVoice(before, await loadRecord(tx, report), report.acceptedAt);
  return {
    reporter_count: voices.reporters,
    trusted_reporters: voices.trusted,
    doubted_reporters: voices.doubted,
    strong_voices: voices.strong,
    weak_voices: voices.weak,
  };
}

type CountedReporters = Pick<
  UndecidedRow,
  'reporter_count' | 'trusted_reporters' | 'doubted_reporters' | 'strong_voices' | 'weak_voices'
>;

async function writeEvents(tx: Transaction, { row, opened }: UndecidedCase, report: JoiningReport): Promise<void> {
  const event = { caseId: row.case_id, at: report.acceptedAt, staffId: null };
  const said: StoredSaid = { code: 'report', reference: report.reference, remarks: [...report.remarks] };
  const joined = timelineLine({ ...event, kind: 'report-joined', said });
  const first = timelineLine({ ...event, kind: 'opened', said: openedSaid(report.category) });
  await tx
    .insertInto('case_event')
    .values(opened ? [first, joined] : [joined])
    .execute();
}

/** The first line of a case's timeline. */
export function openedSaid(category: string): StoredSaid {
  return { code: 'opened', category, categoryLabel: categoryLabelOf(category) };
}
