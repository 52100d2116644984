import { localePreference, PageEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type JobHandler, JobRefusal, JobRetry } from '../platform/jobs/job.ts';
import type { PagedCase } from '../schema/page.ts';
import { pagePauseMs } from './page-retries.ts';
import { pageWords } from './page-words.ts';
import { createMailer, MailFailure, type SendMail } from './send-mail.ts';

const Payload = z.strictObject({ pageId: z.string(), target: z.string() });

export interface SendPageOptions {
  readonly fetch?: typeof fetch;
  /** How long one attempt may take; default 10 s. */
  readonly timeoutMs?: number;
  readonly pauseMs?: (attempt: number) => number;
  readonly mail?: SendMail | null;
}

/**
 * The job `send-page`: one call to one address, at least once, with the same id each time. It names number, priority, clock and
 * link of cases, and nothing of what is in them. What needs nobody any more by now is dropped.
 */
export function createSendPage(deps: Deps, options: SendPageOptions = {}): JobHandler {
  const pause = options.pauseMs ?? pagePauseMs;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const mail = options.mail === undefined ? createMailer(deps.config.pages.mail, timeoutMs) : options.mail;
  const post = options.fetch ?? fetch;

  return async (job, context) => {
    const { pageId, target } = Payload.parse(job);
    const { kysely } = deps.database;
    const delivery = await kysely
      .selectFrom('page_delivery')
      .innerJoin('page', 'page.page_id', 'page_delivery.page_id')
      .select(['page.cases', 'page.more', 'page.at', 'page_delivery.attempts'])
      .where('page_delivery.page_id', '=', pageId)
      .where('target', '=', target)
      .where('page_delivery.state', '=', 'pending')
      .executeTakeFirst();
    if (delivery === undefined) return;
    const settle = (values: {
      state: 'delivered' | 'dropped' | 'dead' | 'pending';
      error?: string;
      delayMs?: number;
    }) =>
      kysely
        .updateTable('page_delivery')
        .set({
          state: values.state,
          attempts: delivery.attempts + (values.state === 'dropped' ? 0 : 1),
          last_error: values.error ?? null,
          next_attempt_at: values.delayMs === undefined ? null : new Date(deps.clock().getTime() + values.delayMs),
          delivered_at: values.state === 'delivered' ? deps.clock() : null,
        })
        .where('page_id', '=', pageId)
        .where('target', '=', target)
        .where('state', '=', 'pending')
        .execute();
    const cases = await stillWaiting(deps, delivery.cases);
    if (cases.length === 0) return void (await settle({ state: 'dropped' }));
    const event = eventOf(deps, { at: delivery.at, cases, more: delivery.more });
    const to = { pageId, to: target, event };
    const failure =
      target === 'webhook'
        ? await postPage(deps, { pageId, event, post, timeoutMs, signal: context.signal })
        : await mailPage(mail, { ...to, locale: await localeOf(deps, target) });
    if (failure === null) return void (await settle({ state: 'delivered' }));
    const dead = context.attempt >= context.maxAttempts;
    const delayMs = pause(context.attempt);
    await settle(dead ? { state: 'dead', error: failure } : { state: 'pending', error: failure, delayMs });
    if (dead) throw new JobRefusal(`call about page ${pageId}: ${failure}`);
    throw new JobRetry(delayMs, `call about page ${pageId}: ${failure}`);
  };
}

/** Those that nobody has decided since, and where it was for somebody to come, that nobody has claimed. */
async function stillWaiting(deps: Deps, cases: readonly PagedCase[]): Promise<PagedCase[]> {
  if (cases.length === 0) return [];
  const now = deps.clock();
  const rows = await deps.database.kysely
    .selectFrom('case_file')
    .select(['case_id', 'state', 'claim_until'])
    .where(
      'case_id',
      'in',
      cases.map(({ caseId }) => caseId),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.case_id, row]));
  return cases.filter(({ caseId, stage }) => {
    const row = byId.get(caseId);
    if (row === undefined || row.state === 'decided') return false;
    const claimed = row.state === 'held' || (row.claim_until !== null && row.claim_until > now);
    return !(claimed && !stage.endsWith('%'));
  });
}

function eventOf(deps: Deps, page: { at: Date; cases: readonly PagedCase[]; more: number }): z.input<typeof PageEvent> {
  const cases = page.cases.map(({ caseId, ...one }) => ({ ...one, link: `${deps.config.publicUrl}/cases/${caseId}` }));
  const { language, text } = pageWords({ cases, more: page.more }, deps.config.pages.language);
  return PageEvent.parse({
    type: 'case.clock',
    timestamp: page.at.toISOString(),
    data: { cases, more: page.more, language, text },
  });
}

/** Null when the target took it; else why not, without a word of its answer's body. */
async function postPage(
  deps: Deps,
  call: {
    pageId: string;
    event: z.input<typeof PageEvent>;
    post: typeof fetch;
    timeoutMs: number;
    signal: AbortSignal;
  },
): Promise<string | null> {
  const { webhook } = deps.config.pages;
  if (webhook === null) return 'there is no webhook for calls any more';
  const now = deps.clock();
  const body = JSON.stringify(call.event);
  try {
    const response = await call.post(webhook.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'wellhouse',
        'webhook-id': call.pageId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(webhook.secret).sign(call.pageId, now, body),
      },
      body,
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `answered ${response.status}`;
  } catch (error) {
    // The process is stopping or has lost the job: no failed attempt.
    if (call.signal.aborted) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
    const cause =
      error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : '';
    return cause === '' ? 'no connection' : `no connection (${String(cause)})`;
  }
}

async function mailPage(
  mail: SendMail | null,
  { pageId, to, event, locale }: { pageId: string; to: string; event: z.input<typeof PageEvent>; locale: string },
): Promise<string | null> {
  if (mail === null) return 'there is no mail server any more';
  const { subject, text } = pageWords(event.data, locale);
  try {
    await mail({ id: pageId, to, subject, text });
    return null;
  } catch (error) {
    if (error instanceof MailFailure) return error.message;
    throw error;
  }
}

/** The language that this member reads the console in; of addresses that are nobody's, and until it is known, the team's. */
async function localeOf(deps: Deps, address: string): Promise<string> {
  const row = await deps.database.kysely
    .selectFrom('staff_preference')
    .innerJoin('staff', 'staff.staff_id', 'staff_preference.staff_id')
    .select('value')
    .where('staff.email', '=', address)
    .where('key', '=', localePreference)
    .executeTakeFirst();
  return typeof row?.value === 'string' ? row.value : deps.config.pages.language;
}
