import type { ReportReceipt } from '@wellhouse/protocol';
import type { SampleReport } from './sample-report.ts';

export interface LedgerEntry {
  readonly report: SampleReport;
  readonly reporter: string;
  /** First receipt, as the device got it; null: never acknowledged. */
  receipt: ReportReceipt | null;
  /** Digests of attachments whose upload was answered. */
  readonly uploaded: Set<string>;
}

/** What the devices know: which reports they sent, and what the server promised them. */
export interface Ledger {
  readonly entries: Map<string, LedgerEntry>;
  /** What no device may ever see: refusals, and receipts that contradict an earlier one. */
  readonly violations: string[];
  open(report: SampleReport, reporter: string): LedgerEntry;
  acknowledge(entry: LedgerEntry, receipt: ReportReceipt): void;
}

export function createLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>();
  const violations: string[] = [];
  return {
    entries,
    violations,
    open(report, reporter) {
      const entry: LedgerEntry = { report, reporter, receipt: null, uploaded: new Set() };
      entries.set(report.reportId, entry);
      return entry;
    },
    acknowledge(entry, receipt) {
      const known = entry.receipt;
      if (known === null) {
        entry.receipt = receipt;
        return;
      }
      for (const field of ['reportId', 'reference', 'receiptToken', 'acceptedAt'] as const) {
        if (receipt[field] === known[field]) continue;
        violations.push(`${known.reportId}: a second receipt has another ${field}`);
      }
    },
  };
}
