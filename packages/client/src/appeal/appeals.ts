import { AppealView, appealStatementCharacters, OwnAppeal, ReportingStanding } from '@wellhouse/protocol';
import { WellhouseClientError } from '../client-error.ts';
import type { ClientContext } from '../context.ts';
import type { StoredReports } from '../queue/stored-reports.ts';
import { createWorkOff, postponed } from '../queue/work-off.ts';
import type { StoredAppeal } from '../storage/wellhouse-storage.ts';
import type { Answer, CallServer } from '../transport.ts';
import { uuidFrom } from '../uuid.ts';
import { type AppealTarget, keyOf, type LocalAppeal, toLocalAppeal } from './local-appeal.ts';

export interface Appeals {
  /**
   * Appeals against what was decided, at most 2,000 characters, in the language of this client. Resolves once it is stored on the
   * device; delivery goes on in the background and over restarts. Throws `appeal-empty`, `appeal-too-long`, `appeal-made` while
   * one waits or was taken, and `not-found` for a report without a receipt.
   */
  makeAppeal(target: AppealTarget, statement: string): Promise<LocalAppeal>;
  /** One's own appeal as this device knows it; null: nothing is known yet. */
  getAppeal(target: AppealTarget): Promise<LocalAppeal | null>;
  /** Asks the server whether one can appeal and where an appeal stands; what it does not answer stays as it is. */
  refreshAppeal(target: AppealTarget): Promise<LocalAppeal | null>;
  /** Whether this account was warned or paused for misusing reports or appeals; null when the server does not answer. */
  reportingStanding(): Promise<ReportingStanding | null>;
}

export interface AppealQueue extends Appeals {
  /** Asks where appeals against decisions on this account and measures against it stand, as far as they wait for an answer. */
  refreshWaiting(): Promise<void>;
  flush(): Promise<void>;
  close(): void;
}

export function createAppeals(context: ClientContext, call: CallServer, reports: StoredReports): AppealQueue {
  const { storage, emit } = context;
  const find = async (target: AppealTarget) => (await storage.get('appeal', keyOf(target))) ?? null;

  async function change(target: AppealTarget, next: (current: StoredAppeal | null) => StoredAppeal) {
    await storage.update('appeal', keyOf(target), (current) => next(current ?? null));
    emit({ type: target.kind === 'report' ? 'reports' : 'appeals' });
    return find(target);
  }

  const queue = createWorkOff(context, { list: () => storage.list('appeal'), deliver });

  async function deliver(appeal: StoredAppeal): Promise<void> {
    const { target, appealId, statement, locale } = appeal;
    if (appealId === null || statement === null) return;
    const answer = await ask(target, { appealId, statement, locale });
    if (answer.outcome === 'refused') {
      await change(target, (current) => ({
        ...(current ?? appeal),
        ...{ state: 'refused', nextAttemptAt: null, problem: answer.problem },
      }));
      await refresh(target);
      return;
    }
    const view = answer.outcome === 'ok' ? AppealView.safeParse(answer.body) : null;
    if (view?.success && view.data.appealId === appealId) {
      const made = { appeal: view.data, until: appeal.own?.until ?? null, refusal: 'appeal-made' as const };
      // What was written is the team's now; nothing of it stays on a phone that others may hold.
      await change(target, (current) => ({
        ...(current ?? appeal),
        ...{ state: 'sent', statement: null, own: made, attempts: 0, nextAttemptAt: null, notBefore: 0, problem: null },
      }));
      return;
    }
    const later = answer.outcome === 'later' ? answer.retryAfterMs : null;
    const problem =
      answer.outcome === 'ok'
        ? { code: 'answer-invalid', detail: 'the server did not answer with this appeal' }
        : answer.problem;
    await change(target, (current) => ({
      ...(current ?? appeal),
      ...postponed(current ?? appeal, later, context),
      problem,
    }));
  }

  /** Makes an appeal with a body, and asks where it stands without one. */
  async function ask(
    target: AppealTarget,
    json?: { appealId: string; statement: string; locale: string },
  ): Promise<Answer> {
    if (target.kind !== 'report') {
      try {
        const token = await context.getReporterToken([]);
        if (target.kind === 'measure') {
          const params = { measureId: target.measureId };
          return await call(json === undefined ? 'getMeasureAppeal' : 'makeMeasureAppeal', { params, token, json });
        }
        const params = { decisionId: target.decisionId };
        return await call(json === undefined ? 'getAppeal' : 'makeAppeal', { params, token, json });
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { outcome: 'later', retryAfterMs: null, problem: { code: 'reporter-token', detail } };
      }
    }
    const receipt = (await storage.get('report', target.reportId))?.receipt;
    if (!receipt) return { outcome: 'refused', status: 404, problem: { code: 'not-found', detail: 'no receipt' } };
    const params = { reportId: target.reportId };
    return call(json === undefined ? 'getReportAppeal' : 'makeReportAppeal', {
      params,
      token: receipt.receiptToken,
      json,
    });
  }

  async function refresh(target: AppealTarget): Promise<StoredAppeal | null> {
    const answer = await ask(target);
    const own = answer.outcome === 'ok' ? OwnAppeal.safeParse(answer.body) : null;
    if (!own?.success) return find(target);
    return change(target, (current) => {
      const known = current ?? empty(target, context);
      // An appeal that was taken although its answer got lost waits no more.
      const taken = own.data.appeal !== null && own.data.appeal.appealId === known.appealId;
      return taken
        ? { ...known, own: own.data, state: 'sent', statement: null, nextAttemptAt: null, problem: null }
        : { ...known, own: own.data };
    });
  }

  return {
    flush: queue.flush,
    close: queue.close,
    async refreshWaiting() {
      for (const { target, own } of await storage.list('appeal')) {
        if (target.kind !== 'report' && own?.appeal?.outcome === null) await refresh(target);
      }
    },
    async makeAppeal(target, statement) {
      const words = statement.trim();
      if (words.length < 3) throw new WellhouseClientError('appeal-empty', 'say why you see it differently');
      if (words.length > appealStatementCharacters) {
        throw new WellhouseClientError('appeal-too-long', `at most ${appealStatementCharacters} characters`);
      }
      if (
        target.kind === 'report' &&
        !(await reports.list()).some((one) => one.reportId === target.reportId && one.receipt)
      ) {
        throw new WellhouseClientError('not-found', `find no receipt of report ${target.reportId}`);
      }
      const appealId = uuidFrom(context.random);
      const stored = await change(target, (current) => {
        if (current?.state === 'queued' || current?.own?.refusal === 'appeal-made') {
          throw new WellhouseClientError('appeal-made', 'there is an appeal already');
        }
        const known = current ?? empty(target, context);
        return {
          ...known,
          ...{ appealId, statement: words, locale: context.locale, createdAt: context.clock(), state: 'queued' },
          ...{ attempts: 0, nextAttemptAt: context.clock(), notBefore: 0, problem: null },
        };
      });
      queue.flush().catch(() => {}); // storage failed; what waits is tried at the next start
      if (stored === null) throw new WellhouseClientError('not-found', 'the appeal was forgotten meanwhile');
      return toLocalAppeal(stored);
    },
    async getAppeal(target) {
      const found = await find(target);
      return found === null ? null : toLocalAppeal(found);
    },
    async refreshAppeal(target) {
      const found = await refresh(target);
      return found === null ? null : toLocalAppeal(found);
    },
    async reportingStanding() {
      try {
        const answer = await call('getReportingStanding', { token: await context.getReporterToken([]) });
        return answer.outcome === 'ok' ? (ReportingStanding.safeParse(answer.body).data ?? null) : null;
      } catch {
        return null;
      }
    },
  };
}

function empty(target: AppealTarget, { locale, clock }: ClientContext): StoredAppeal {
  return {
    ...{ target, appealId: null, statement: null, locale, createdAt: clock(), state: 'none', own: null },
    ...{ attempts: 0, nextAttemptAt: null, notBefore: 0, problem: null },
  };
}
