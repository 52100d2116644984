import { toBase64Url } from '@wellhouse/franking';
import { ReportReceipt, type SubmitReport } from '@wellhouse/protocol';
import type { ClientContext } from '../context.ts';
import type { StoredReport } from '../storage/wellhouse-storage.ts';
import type { Answer, CallServer } from '../transport.ts';
import { ciphertextKey, type StoredReports } from './stored-reports.ts';
import { postponed } from './work-off.ts';

type Problem = { code: string; detail: string };
type Step = { done: true } | { done: false; retryAfterMs: number | null; problem: Problem };

/**
 * One attempt to bring one stored report to the server: the sealed bytes, then the ciphertexts that the server lacks.
 * What arrived is written down step by step, so an attempt that dies anywhere is continued by the next.
 */
export function createDelivery(context: ClientContext, call: CallServer, reports: StoredReports) {
  return async function deliver(report: StoredReport, onReceipt: (report: StoredReport) => void): Promise<void> {
    const submitted =
      report.receipt === null ? await submit(report, onReceipt) : { report, step: { done: true } as Step };
    if (submitted === null) return;
    const step = submitted.step.done ? await upload(submitted.report) : submitted.step;
    if (step.done) await finish(report.reportId);
    else await postpone(report.reportId, step);
  };

  /** Null: nothing more to do (refused, or forgotten meanwhile). */
  async function submit(report: StoredReport, onReceipt: (report: StoredReport) => void) {
    const answer = await submitSealed(report);
    if (answer.outcome === 'refused') {
      await reports.change(report.reportId, (current) => ({
        ...current,
        state: 'refused',
        nextAttemptAt: null,
        problem: answer.problem,
      }));
      return null;
    }
    if (answer.outcome !== 'ok') return { report, step: later(answer) };
    const receipt = ReportReceipt.safeParse(answer.body);
    if (!receipt.success || receipt.data.reportId !== report.reportId) {
      const problem = { code: 'answer-invalid', detail: 'the server did not answer with a receipt for this report' };
      return { report, step: { done: false, retryAfterMs: null, problem } satisfies Step };
    }
    const missing = new Set<string>(receipt.data.missing);
    const received = await reports.change(report.reportId, (current) => ({
      ...current,
      state: 'submitted',
      receipt: receipt.data,
      pending: current.pending.filter((sha256) => missing.has(sha256)),
      attempts: 0,
      problem: null,
    }));
    if (received === null) return null;
    onReceipt(received);
    return { report: received, step: { done: true } satisfies Step as Step };
  }

  async function submitSealed(report: StoredReport): Promise<Answer> {
    if (report.sealed === null) throw new Error('a report without receipt keeps its sealed bytes');
    const json = {
      reportId: report.reportId,
      sealed: toBase64Url(report.sealed),
      attachments: report.announced,
      locale: report.locale,
    } satisfies Omit<SubmitReport, 'reportId'> & { reportId: string };
    const headers = { 'idempotency-key': report.reportId };
    try {
      // a token of its own for each report: an older one may not know the group that somebody was just drawn into
      const token = await context.getReporterToken(report.groups);
      const answer = await call('submitReport', { json, headers, token });
      // Said only to a server that refuses the account otherwise: what a report is about is nobody's to know before it is opened.
      const isPaused = answer.outcome === 'refused' && answer.problem.code === 'reporting-paused';
      if (!isPaused || report.urgent !== true) return answer;
      return await call('submitReport', { json: { ...json, urgent: true }, headers, token });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { outcome: 'later', retryAfterMs: null, problem: { code: 'reporter-token', detail } };
    }
  }

  async function upload(report: StoredReport): Promise<Step> {
    for (const sha256 of report.pending) {
      const key = ciphertextKey(report.reportId, sha256);
      const stored = await context.storage.get('ciphertext', key);
      const answer: Answer = stored
        ? await call('putReportAttachment', {
            params: { reportId: report.reportId, sha256 },
            bytes: new Uint8Array(stored.bytes),
            token: report.receipt?.receiptToken ?? '',
          })
        : { outcome: 'ok', body: null };
      if (answer.outcome === 'unauthenticated') {
        // the sealed bytes, sent again, are answered with a receipt whose token is good
        await reports.change(report.reportId, (current) => ({ ...current, receipt: null }));
        return later(answer);
      }
      if (answer.outcome === 'later') return later(answer);
      await context.storage.write([{ store: 'ciphertext', key, value: null }]);
      await reports.change(report.reportId, (current) => ({
        ...current,
        pending: current.pending.filter((other) => other !== sha256),
        ...(answer.outcome === 'refused' && { problem: answer.problem }),
      }));
    }
    return { done: true };
  }

  async function finish(reportId: string): Promise<void> {
    const finished = await reports.change(reportId, (current) => ({ ...current, sealed: null, nextAttemptAt: null }));
    // "do not follow up with me": somebody else may hold this phone, so nothing stays on it
    if (finished && !finished.wantsNotices) await reports.forget(reportId);
  }

  async function postpone(reportId: string, step: { retryAfterMs: number | null; problem: Problem }): Promise<void> {
    await reports.change(reportId, (current) => ({
      ...current,
      ...postponed(current, step.retryAfterMs, context),
      problem: step.problem,
    }));
  }
}

function later(answer: Exclude<Answer, { outcome: 'ok' | 'refused' }>): Step {
  return {
    done: false,
    retryAfterMs: answer.outcome === 'later' ? answer.retryAfterMs : null,
    problem: answer.problem,
  };
}
