import { z } from 'zod';
import { SourceError } from '../source-error.ts';
import type { Feedback, ListSourceClient, SourceStep } from '../source-item.ts';
import type { ExchangeHttp } from './exchange-http.ts';
import { linkedKind, readNcmecPage, readNcmecXml } from './ncmec-entries.ts';

export interface NcmecOptions {
  readonly http: ExchangeHttp;
  readonly username: string;
  readonly password: string;
  readonly clock: () => Date;
  /** Where the first window begins. */
  readonly since: Date;
  /** Name of the reason that a vote against an entry gives; null: the first that NCMEC offers. */
  readonly refutedReason: string | null;
  /** Entries of one window, about; default 200,000. */
  readonly windowItems?: number;
}

const Checkpoint = z.object({ to: z.iso.datetime() });
/** The service is still writing what is younger than this. */
const settleMs = 5_000;
const shortestWindowMs = 60_000;

/**
 * NCMEC hash sharing v2. Entries of a window (from, to) come in no order of time, so only a window that was read to its
 * last page moves the checkpoint. A window that turns out too large is read again a quarter as long.
 */
export function createNcmecClient(options: NcmecOptions): ListSourceClient {
  const { http, clock } = options;
  const windowItems = options.windowItems ?? 200_000;
  const authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`, 'utf8').toString('base64')}`;
  const headers = { authorization, accept: 'application/xml' };
  const isOwnLink = (link: string): boolean => {
    try {
      http.follow(link);
      return true;
    } catch {
      return false;
    }
  };

  /** Steps of one window; ends early, with nothing applied, when it has more than `limit` entries. */
  async function* readWindow(from: number, to: number, limit: number): AsyncGenerator<SourceStep, number | null> {
    let url = http.address('v2/entries', { from: ncmecTime(from), to: ncmecTime(to) });
    let count = 0;
    for (let page = 1; ; page += 1) {
      if (page > http.limits.pages) throw new SourceError('source-too-large', 'a window has too many pages');
      const { items, next } = readNcmecPage(await http.call({ method: 'GET', url, headers }), isOwnLink);
      count += items.length;
      if (items.length > 0) yield { type: 'items', items };
      if (next === null) return count;
      const following = http.follow(next);
      if (following.href === url.href)
        throw new SourceError('source-answer-invalid', 'a page names itself as the next');
      // What the link announces is a guess, good enough to leave a long window early and no reason to cut a short one.
      const guess = to - from > 86_400_000 ? announced(following) : 0;
      if (count + guess > limit) return null;
      url = following;
    }
  }

  return {
    async *pull(checkpoint) {
      const known = Checkpoint.nullable().parse(checkpoint);
      const end = Math.floor((clock().getTime() - settleMs) / 1_000) * 1_000;
      let from = known === null ? options.since.getTime() : Date.parse(known.to);
      let length = Math.max(end - from, 0);
      while (from < end) {
        const to = Math.min(end, from + Math.max(length, shortestWindowMs));
        const isShortest = to - from <= shortestWindowMs;
        const count = yield* readWindow(from, to, isShortest ? Number.POSITIVE_INFINITY : windowItems);
        if (count === null) {
          length = Math.floor((to - from) / 4);
          yield { type: 'again' };
          continue;
        }
        yield { type: 'window', mode: 'delta', checkpoint: { to: new Date(to).toISOString() } };
        from = to;
        if (count < windowItems / 2) length = Math.max(length, shortestWindowMs) * 2;
      }
    },

    async sendFeedback(feedback) {
      const split = feedback.ref.indexOf('-');
      const path = [feedback.ref.slice(0, split), feedback.ref.slice(split + 1), typeOf(feedback.kind)]
        .map(encodeURIComponent)
        .join('/');
      const body = feedback.opinion === 'refuted' ? await negative(feedback) : affirmative;
      await http.call({
        method: 'PUT',
        url: http.address(`v2/entries/${path}/feedback`),
        headers: { ...headers, 'content-type': 'application/xml; charset=utf-8' },
        body: submission(body),
        repeatable: true,
      });
    },
  };

  async function negative({ kind }: Feedback): Promise<string> {
    const url = http.address(`v2/feedback/${encodeURIComponent(typeOf(kind))}/reasons`);
    const root = readNcmecXml(await http.call({ method: 'GET', url, headers }), 'availableFeedbackReasons');
    const reasons = root.children.filter(({ name }) => name === 'reason');
    const wanted = options.refutedReason;
    const reason = reasons.find(({ attributes }) => wanted === null || attributes.get('name') === wanted);
    const guid = reason?.attributes.get('guid') ?? '';
    if (!/^[0-9A-Fa-f-]{36}$/.test(guid)) {
      throw new SourceError('feedback-not-taken', 'it offers no such reason for a vote against an entry');
    }
    return `<negative><reasonIds><guid>${guid}</guid></reasonIds></negative>`;
  }
}

/** `YYYY-MM-DDTHH:MM:SSZ`, in UTC wherever the server stands. */
export function ncmecTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** About how many entries the next link says are still to come. */
function announced(link: URL): number {
  const [start, max] = ['start', 'max'].map((name) => Number(link.searchParams.get(name) ?? '0'));
  const left = (max ?? 0) - (start ?? 0);
  return Number.isSafeInteger(left) ? Math.max(0, left) : 0;
}

const affirmative = '<affirmative/>';

function submission(vote: string): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  return `${declaration}<feedbackSubmission xmlns="https://hashsharing.ncmec.org/hashsharing/v2">${vote}</feedbackSubmission>`;
}

function typeOf(kind: string): string {
  const name = kind.endsWith(linkedKind) ? kind.slice(0, -linkedKind.length) : kind;
  return name.toUpperCase().replaceAll('-', '_');
}
