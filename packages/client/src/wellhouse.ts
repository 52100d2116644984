import type { TextClassifier } from '@wellhouse/classifiers';
import { HubId, type ReportConfig } from '@wellhouse/protocol';
import { type Appeals, createAppeals } from './appeal/appeals.ts';
import { type BlockList, createBlockList } from './block-list.ts';
import { WellhouseClientError } from './client-error.ts';
import type { Audience, ClientContext, Schedule, WellhouseEvent } from './context.ts';
import { createHubTime, type HubNow } from './disappearing/hub-time.ts';
import type { Preview } from './draft/preview.ts';
import { createDraft, type DraftInput, type ReportDraft } from './draft/report-draft.ts';
import { type LocalReport, refreshReports, toLocalReport } from './my-reports.ts';
import { createPrompts, type PromptContext, type Prompts } from './prompts/prompts.ts';
import { createReportQueue } from './queue/report-queue.ts';
import { createStoredReports } from './queue/stored-reports.ts';
import { createReceiver, type Receiver } from './receive.ts';
import { createRecontact, type Recontact } from './recontact/recontact.ts';
import { type ConfigRequest, createConfigSource } from './report-config.ts';
import { storeSealed } from './send.ts';
import type { StoredReport, WellhouseStorage } from './storage/wellhouse-storage.ts';
import { createTransport } from './transport.ts';
import { createYoung, type Young } from './young/young.ts';

export interface WellhouseOptions {
  /** Where the safety server answers, e.g. `https://safety.example`. */
  serverUrl: string;
  /** The delivery service's name, as it stands in its stamps. */
  hubId: string;
  /** The account on this device. */
  accountId: string;
  /**
   * Asks the delivery service for a reporter token that says which of these groups (base64url, at most 64) the account is or
   * was in, and in which epochs. Called for each report; a message of another group or epoch proves nothing.
   */
  getReporterToken: (groups: readonly string[]) => Promise<string>;
  /** One account's storage on this device: `indexedDbStorage(name)`, `memoryStorage()` or your own. */
  storage: WellhouseStorage;
  /** BCP 47; `en` by default. */
  locale?: string;
  audience?: Audience;
  /**
   * Show messages whose stamps only the safety team can check, because the hub uses MAC-only keys. A hub, or whoever relays
   * for it, can then have messages shown that no report will prove (docs/spec/franking.md §10.3). False by default.
   */
  acceptMacOnlyKeys?: boolean;
  /** Notices abuse in what this person receives, on this device; without one nothing is noticed. `close` does not close it. */
  classifier?: TextClassifier | null;
  /** What the person reads, best first (BCP 47); `locale` by default. A hint for short messages. */
  languages?: readonly string[];
  fetch?: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Cryptographically secure random bytes. */
  random?: (length: number) => Uint8Array;
  /** Runs a task later; `setTimeout` by default. */
  schedule?: Schedule;
}

/** A report that is on its way. */
export interface SentReport extends LocalReport {
  /** Resolves once the server acknowledged it, with the case number; stays pending while offline. */
  delivered: Promise<LocalReport>;
}

/** What a messenger embeds. */
export interface Wellhouse extends Appeals, BlockList, Receiver {
  readonly accountId: string;
  readonly hubId: string;
  readonly locale: string;
  readonly audience: Audience;
  /** What this device notices in what its owner receives. Has no network: nothing of it leaves the device. */
  readonly prompts: Prompts;
  readonly young: Young;
  /** Somebody blocked who may have come back by another account. Has no network either. */
  readonly recontact: Recontact;
  /** What a device needs to report. Works offline from the last copy; throws `config-unavailable` without one. */
  config(request?: ConfigRequest): Promise<ReportConfig>;
  /**
   * The hub's time as this device knows it: what `whatToKeep` is asked with. Never runs back unless the hub corrects it.
   * Pass what your delivery service says its time is whenever it says so; without that, a device whose clock was once far
   * ahead lets disappearing messages disappear early until the clock has caught up. What is said hides messages at once, and
   * deletes them only up to 25 hours ahead of this device's clock.
   */
  hubTime(heard?: number): Promise<HubNow>;
  /** Starts a report. Throws `config-unavailable`, `message-unreadable`, `message-expired`, `subject-mismatch`, `not-found`. */
  draft(input: DraftInput & Pick<ConfigRequest, 'locale' | 'audience'>): Promise<ReportDraft>;
  /**
   * Seals exactly the preview's bytes and resolves once the report is durably stored on the device; delivery goes on in
   * the background and over restarts. Sending the same draft twice sends one report. Throws `message-expired` if a
   * message in it is gone meanwhile: make the preview again, it says which.
   */
  send(preview: Preview): Promise<SentReport>;
  /** Tries now to deliver what waits. */
  flush(): Promise<void>;
  /** The reports of this device, newest first. */
  reports(): Promise<LocalReport[]>;
  /** Asks the server where reports and appeals stand. */
  refresh(): Promise<void>;
  /** Notes of the safety team that were shown to the person: marks those of the report that are known here as read. */
  readNotes(reportId: string): Promise<void>;
  /** Tries a refused report again. */
  retry(reportId: string): Promise<void>;
  /** Removes a report from this device; the server keeps what it has. */
  forget(reportId: string): Promise<void>;
  subscribe(listener: (event: WellhouseEvent) => void): () => void;
  /** Ends background delivery; what waits goes out when a client opens this storage again. */
  close(): void;
}

/**
 * Opens a client and starts to deliver what its storage still holds.
 *
 * @example
 * const wellhouse = createWellhouse({ serverUrl, hubId, accountId, getReporterToken, storage: indexedDbStorage('ana') });
 */
export function createWellhouse(options: WellhouseOptions): Wellhouse {
  const listeners = new Set<(event: WellhouseEvent) => void>();
  const context = resolve(options, (event) => {
    for (const listener of listeners) listener(event);
  });
  const call = createTransport(context);
  const hubTime = createHubTime(context);
  const configs = createConfigSource(context, call, hubTime);
  const stored = createStoredReports(context);
  const queue = createReportQueue(context, call, stored);
  const { flush: flushAppeals, close: closeAppeals, refreshWaiting, ...appeals } = createAppeals(context, call, stored);
  const sending = new Map<string, Promise<StoredReport>>();

  const flushQuietly = (): void => {
    // storage failed; what waits is tried at the next start
    queue.flush().catch(() => {});
    flushAppeals().catch(() => {});
  };
  globalThis.addEventListener?.('online', flushQuietly);
  flushQuietly();

  return {
    accountId: context.accountId,
    hubId: context.hubId,
    locale: context.locale,
    audience: context.audience,
    young: createYoung(context),
    prompts: createPrompts(withoutNetwork(context, options)),
    recontact: createRecontact(withoutNetwork(context, options)),
    ...appeals,
    ...createBlockList(context, hubTime),
    ...createReceiver(context, configs, hubTime),
    hubTime: (heard) => hubTime.now(heard),
    async config(request) {
      return (await configs.get(request)).config;
    },
    async draft({ locale, audience, ...input }) {
      const request = { ...(locale !== undefined && { locale }), ...(audience !== undefined && { audience }) };
      const { config } = await configs.get(request);
      return createDraft(input, { context, config, hubTime, begunAt: await hubTime.now() });
    },
    async send(preview) {
      const { reportId } = preview;
      const acknowledged = queue.whenDelivered(reportId);
      const storing =
        sending.get(reportId) ?? storeSealed(preview, context, hubTime).finally(() => sending.delete(reportId));
      sending.set(reportId, storing);
      const report = await storing;
      const delivered = report.receipt ? Promise.resolve(report) : acknowledged;
      context.emit({ type: 'reports' });
      flushQuietly();
      return { ...toLocalReport(report), delivered: delivered.then(toLocalReport) };
    },
    async flush() {
      await queue.flush();
      await flushAppeals();
    },
    async reports() {
      return (await stored.list()).map(toLocalReport).reverse();
    },
    async refresh() {
      await refreshReports(stored, call, appeals);
      await refreshWaiting();
    },
    async readNotes(reportId) {
      const report = await context.storage.get('report', reportId);
      const notes = (report?.view?.notes ?? []).map(({ noteId }) => noteId);
      if (notes.every((noteId) => report?.readNotes?.includes(noteId))) return;
      await stored.change(reportId, (current) => ({ ...current, readNotes: notes }));
    },
    async retry(reportId) {
      const now = context.clock();
      const changed = await stored.change(reportId, (report) =>
        report.state === 'refused' ? { ...report, state: 'queued', attempts: 0, nextAttemptAt: now } : report,
      );
      if (!changed) throw new WellhouseClientError('not-found', `find no report ${reportId}`);
      await queue.flush();
    },
    forget: (reportId) => stored.forget(reportId),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      globalThis.removeEventListener?.('online', flushQuietly);
      queue.close();
      closeAppeals();
    },
  };
}

/** All that notices abuse is given this, and so has nothing to send with. */
function withoutNetwork(
  { accountId, storage, clock, schedule, emit, locale }: ClientContext,
  { classifier = null, languages = [locale] }: WellhouseOptions,
): PromptContext {
  return { accountId, storage, clock, schedule, emit, classifier, languages };
}

function resolve(options: WellhouseOptions, emit: ClientContext['emit']): ClientContext {
  return {
    serverUrl: options.serverUrl,
    hubId: HubId.parse(options.hubId),
    accountId: options.accountId,
    locale: options.locale ?? 'en',
    audience: options.audience ?? 'adult',
    acceptMacOnlyKeys: options.acceptMacOnlyKeys ?? false,
    storage: options.storage,
    getReporterToken: options.getReporterToken,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock: options.clock ?? Date.now,
    random: options.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
    schedule: options.schedule ?? scheduleWithTimer,
    emit,
  };
}

function scheduleWithTimer(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.min(delayMs, 2 ** 31 - 1));
  // a report that waits must not keep a Node process alive
  const handle: unknown = timer;
  if (typeof handle === 'object' && handle !== null && 'unref' in handle && typeof handle.unref === 'function') {
    handle.unref();
  }
  return () => clearTimeout(timer);
}
