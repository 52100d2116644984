import { type ReportSubject, ReportView } from '@wellhouse/protocol';
import type { Appeals } from './appeal/appeals.ts';
import type { StoredReports } from './queue/stored-reports.ts';
import type { LocalReportState, StoredReport } from './storage/wellhouse-storage.ts';
import type { CallServer } from './transport.ts';

/** What the safety team wrote to the reporter. */
export interface LocalNote {
  noteId: string;
  /** Milliseconds since the epoch, the server's clock. */
  sentAt: number;
  /** Plain text, as it was written. */
  text: string;
  /** Not read on this device yet: see `readNotes`. */
  isNew: boolean;
}

/** One of the reporter's own reports, as "My reports" shows it. */
export interface LocalReport {
  reportId: string;
  /** Milliseconds since the epoch, this device's clock. */
  createdAt: number;
  state: LocalReportState;
  /** The case number; null until the server acknowledged the report. */
  reference: string | null;
  subject: ReportSubject;
  /** Taxonomy leaf. */
  category: string;
  decision: ReportView['decision'];
  /** Oldest first. */
  notes: LocalNote[];
  /** Why it is refused, unreadable or still queued. */
  problem: { code: string; detail: string } | null;
  /** Attachments that still have to be sent. */
  pendingAttachments: number;
  /** When the next delivery is tried; null if nothing waits. */
  nextAttemptAt: number | null;
}

export function toLocalReport(report: StoredReport): LocalReport {
  return {
    reportId: report.reportId,
    createdAt: report.createdAt,
    state: report.state,
    reference: report.receipt?.reference ?? report.view?.reference ?? null,
    subject: report.subject,
    category: report.category,
    decision: report.view?.decision ?? null,
    // A view that was stored before there were notes has none.
    notes: (report.view?.notes ?? []).map(({ noteId, sentAt, text }) => ({
      ...{ noteId, sentAt: Date.parse(sentAt), text },
      isNew: !(report.readNotes ?? []).includes(noteId),
    })),
    problem: report.problem ?? report.view?.problem ?? null,
    pendingAttachments: report.pending.length,
    nextAttemptAt: report.nextAttemptAt,
  };
}

/** Asks the server where each acknowledged report stands. Reports that it does not answer for stay as they are. */
export async function refreshReports(
  reports: StoredReports,
  call: CallServer,
  { getAppeal, refreshAppeal }: Pick<Appeals, 'getAppeal' | 'refreshAppeal'>,
): Promise<void> {
  for (const { reportId, receipt } of await reports.list()) {
    if (!receipt) continue;
    const answer = await call('getReport', { params: { reportId }, token: receipt.receiptToken });
    if (answer.outcome !== 'ok') continue;
    const view = ReportView.safeParse(answer.body);
    if (!view.success || view.data.reportId !== reportId) continue;
    await reports.change(reportId, (report) => ({ ...report, view: view.data, state: view.data.status }));
    const target = { kind: 'report' as const, reportId };
    if (view.data.decision !== null || (await getAppeal(target)) !== null) await refreshAppeal(target);
  }
}
