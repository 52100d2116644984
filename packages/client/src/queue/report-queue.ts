import type { ClientContext } from '../context.ts';
import type { StoredReport } from '../storage/wellhouse-storage.ts';
import type { CallServer } from '../transport.ts';
import { createDelivery } from './deliver.ts';
import type { StoredReports } from './stored-reports.ts';
import { createWorkOff, type WorkOff } from './work-off.ts';

export interface ReportQueue extends WorkOff {
  /** Resolves with the report once the server acknowledged it; never rejects. */
  whenDelivered(reportId: string): Promise<StoredReport>;
}

export function createReportQueue(context: ClientContext, call: CallServer, reports: StoredReports): ReportQueue {
  const deliver = createDelivery(context, call, reports);
  const waiting = new Map<string, ((report: StoredReport) => void)[]>();

  function acknowledge(report: StoredReport): void {
    for (const resolve of waiting.get(report.reportId) ?? []) resolve(report);
    waiting.delete(report.reportId);
  }

  return {
    ...createWorkOff(context, { list: reports.list, deliver: (report) => deliver(report, acknowledge) }),
    whenDelivered(reportId) {
      return new Promise((resolve) => {
        waiting.set(reportId, [...(waiting.get(reportId) ?? []), resolve]);
      });
    },
  };
}
