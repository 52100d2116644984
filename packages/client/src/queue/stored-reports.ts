import { keyOf } from '../appeal/local-appeal.ts';
import type { ClientContext } from '../context.ts';
import type { StoredReport } from '../storage/wellhouse-storage.ts';

/** The one place that changes a stored report, so that sending and refreshing never undo each other. */
export interface StoredReports {
  /** Answers with the changed report, or null if it was forgotten meanwhile. */
  change(reportId: string, change: (report: StoredReport) => StoredReport): Promise<StoredReport | null>;
  forget(reportId: string): Promise<void>;
  list(): Promise<StoredReport[]>;
}

class Forgotten extends Error {}

export function createStoredReports({ storage, emit }: Pick<ClientContext, 'storage' | 'emit'>): StoredReports {
  return {
    async change(reportId, change) {
      let changed: StoredReport | null = null;
      try {
        await storage.update('report', reportId, (current) => {
          if (!current) throw new Forgotten();
          changed = change(current);
          return changed;
        });
      } catch (error) {
        if (error instanceof Forgotten) return null;
        throw error;
      }
      emit({ type: 'reports' });
      return changed;
    },
    async forget(reportId) {
      const report = await storage.get('report', reportId);
      const ciphertexts = (report?.pending ?? []).map((sha256) => ({
        store: 'ciphertext' as const,
        key: ciphertextKey(reportId, sha256),
        value: null,
      }));
      const appeal = { store: 'appeal' as const, key: keyOf({ kind: 'report', reportId }), value: null };
      await storage.write([{ store: 'report', key: reportId, value: null }, appeal, ...ciphertexts]);
      emit({ type: 'reports' });
    },
    async list() {
      const reports = await storage.list('report');
      return reports.sort((a, b) => a.createdAt - b.createdAt);
    },
  };
}

export function ciphertextKey(reportId: string, sha256: string): string {
  return `${reportId}/${sha256}`;
}
