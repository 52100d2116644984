import type { ClientContext } from '../context.ts';
import type { StoredReport } from '../storage/wellhouse-storage.ts';
import type { CallServer } from '../transport.ts';
import { createDelivery } from './deliver.ts';
import type { StoredReports } from './stored-reports.ts';

export interface ReportQueue {
  /**
   * Tries now to deliver everything that waits, however long its own pause would last; only a server's `Retry-After`
   * is waited for. Resolves when each report was tried once.
   */
  flush(): Promise<void>;
  /** Resolves with the report once the server acknowledged it; never rejects. */
  whenDelivered(reportId: string): Promise<StoredReport>;
  close(): void;
}

export function createReportQueue(context: ClientContext, call: CallServer, reports: StoredReports): ReportQueue {
  const deliver = createDelivery(context, call, reports);
  const waiting = new Map<string, ((report: StoredReport) => void)[]>();
  let running: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  async function run(isDue: (report: StoredReport) => boolean): Promise<void> {
    try {
      for (const report of await reports.list()) {
        if (closed || report.nextAttemptAt === null || !isDue(report)) continue;
        await deliver(report, acknowledge);
      }
    } finally {
      await plan();
    }
  }

  function acknowledge(report: StoredReport): void {
    for (const resolve of waiting.get(report.reportId) ?? []) resolve(report);
    waiting.delete(report.reportId);
  }

  /** Wakes up when the next report is due. */
  async function plan(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    if (closed) return;
    const times = (await reports.list()).flatMap((report) => report.nextAttemptAt ?? []);
    if (times.length === 0 || closed) return;
    const delay = Math.max(0, Math.min(...times) - context.clock());
    cancelTimer = context.schedule(delay, () => {
      void start((report) => (report.nextAttemptAt ?? 0) <= context.clock());
    });
  }

  /** One run at a time; a run that is asked for meanwhile follows. */
  function start(isDue: (report: StoredReport) => boolean): Promise<void> {
    const next = (running ?? Promise.resolve()).catch(() => {}).then(() => run(isDue));
    running = next;
    return next;
  }

  return {
    flush: () => start((report) => report.notBefore <= context.clock()),
    whenDelivered(reportId) {
      return new Promise((resolve) => {
        waiting.set(reportId, [...(waiting.get(reportId) ?? []), resolve]);
      });
    },
    close() {
      closed = true;
      cancelTimer?.();
    },
  };
}
