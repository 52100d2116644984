import { setTimeout as sleep } from 'node:timers/promises';
import { ReportReceipt } from '@wellhouse/protocol';
import type { Ledger, LedgerEntry } from './ledger.ts';

export interface DeviceOptions {
  serverUrl: string;
  ledger: Ledger;
  /** Ends every attempt, for a test that has failed. */
  signal?: AbortSignal | undefined;
  /** Pause between two tries. */
  pauseMs?: number;
}

export interface Device {
  /** Tries until the server has acknowledged the report, as a messenger's queue does. */
  submit(entry: LedgerEntry, token: string): Promise<void>;
  /** One try, whatever comes of it: somebody who loses the phone. */
  submitOnce(entry: LedgerEntry, token: string): Promise<void>;
  /** Tries until the server has answered for every attachment. */
  upload(entry: LedgerEntry): Promise<void>;
}

/** Hands reports in over HTTP. No answer and 503 mean: again, with the same Idempotency-Key. */
export function createDevice({ serverUrl, ledger, signal, pauseMs = 40 }: DeviceOptions): Device {
  /** The answer, or null when it is to be tried again. */
  async function send(path: string, init: RequestInit): Promise<{ status: number; text: string } | null> {
    try {
      const response = await fetch(serverUrl + path, { ...init, signal: AbortSignal.timeout(60_000) });
      const text = await response.text();
      if (response.status === 503 && response.headers.has('retry-after')) return null;
      return { status: response.status, text };
    } catch {
      return null;
    }
  }

  function post(entry: LedgerEntry, token: string) {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': entry.report.reportId,
      authorization: `Bearer ${token}`,
    };
    return send('/v1/reports', { method: 'POST', headers, body: entry.report.body });
  }

  function note(entry: LedgerEntry, answer: { status: number; text: string }): void {
    if (answer.status === 201) ledger.acknowledge(entry, ReportReceipt.parse(JSON.parse(answer.text)));
    else ledger.violations.push(`${entry.report.reportId}: refused with ${answer.status} ${answer.text}`);
  }

  return {
    async submit(entry, token) {
      for (;;) {
        const answer = await post(entry, token);
        if (answer !== null) return note(entry, answer);
        await sleep(pauseMs, undefined, { signal });
      }
    },
    async submitOnce(entry, token) {
      const answer = await post(entry, token);
      if (answer !== null) note(entry, answer);
    },
    async upload(entry) {
      const token = entry.receipt?.receiptToken ?? '';
      for (const { sha256, bytes } of entry.report.attachments) {
        const headers = { 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` };
        const path = `/v1/reports/${entry.report.reportId}/attachments/${sha256}`;
        for (;;) {
          const answer = await send(path, { method: 'PUT', headers, body: Buffer.from(bytes) });
          if (answer?.status === 204) entry.uploaded.add(sha256);
          else if (answer !== null) {
            ledger.violations.push(`${entry.report.reportId}: attachment refused with ${answer.status} ${answer.text}`);
          }
          if (answer !== null) break;
          await sleep(pauseMs, undefined, { signal });
        }
      }
    },
  };
}
