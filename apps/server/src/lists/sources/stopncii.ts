import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readFingerprint } from '../fingerprint.ts';
import { SourceError } from '../source-error.ts';
import type { Feedback, ListSourceClient, SourceItem } from '../source-item.ts';
import type { ExchangeHttp } from './exchange-http.ts';

export interface StopNciiOptions {
  readonly http: ExchangeHttp;
  readonly subscriptionKey: string;
  /** A function key for each endpoint; null: the installation has none for it. */
  readonly fetchKey: string;
  readonly feedbackKey: string | null;
  readonly submitKey: string | null;
  readonly clock: () => Date;
  /** Records of one page; default 800. */
  readonly pageSize?: number;
}

const signalTypes = ['Unknown', 'ImagePDQ', 'VideoMD5', 'VideoTMK', 'Text', 'URL'] as const;
type SignalType = (typeof signalTypes)[number];

/** Up to the year 5138; more is no time. */
const Seconds = z.number().min(0).max(100_000_000_000);

const HashRecord = z.looseObject({
  lastModtimestamp: Seconds,
  signalType: z.string().max(40),
  hashValue: z.string().max(400_000),
  hashStatus: z.string().max(40),
  CSPFeedbacks: z.array(z.looseObject({ source: z.string().max(120), feedbackValue: z.string().max(40) })).nullish(),
});

const Page = z.looseObject({
  nextPageToken: z.string().max(4_000).nullish(),
  nextSetTimestamp: z.number().int().nonnegative().nullish(),
  hasMoreRecords: z.boolean().default(false),
  hashRecords: z.array(HashRecord).max(100_000),
});

/** `at`: when it was given, in seconds; a mark older than 30 days is not answered completely. */
const Checkpoint = z.object({ timestamp: z.number().int().nonnegative(), at: z.number() });
const staleSeconds = 30 * 86_400;
const firstTimestamp = 10;

/** Statuses of a hash that must not be matched (any more). */
const gone = new Set(['Withdrawn', 'Deleted']);

/** StopNCII: records are snapshots, and the status in the record says whether the person has withdrawn the picture. */
export function createStopNciiClient(options: StopNciiOptions) {
  const { http, clock } = options;
  const headersFor = (key: string) => ({
    'ocp-apim-subscription-key': options.subscriptionKey,
    'x-functions-key': key,
  });

  async function post(endpoint: string, key: string | null, body: unknown): Promise<void> {
    if (key === null) throw new SourceError('feedback-not-taken', `there is no key for ${endpoint}`);
    await http.call({
      method: 'POST',
      url: http.address(endpoint),
      headers: { ...headersFor(key), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Snapshots: the same one twice changes nothing.
      repeatable: true,
    });
  }

  const client = {
    async *pull(checkpoint) {
      const known = Checkpoint.nullable().parse(checkpoint);
      const now = Math.floor(clock().getTime() / 1_000);
      const fresh = known !== null && now - known.at < staleSeconds;
      const startTimestamp = fresh ? Math.max(firstTimestamp, known.timestamp) : firstTimestamp;
      let nextSet = startTimestamp;
      let token: string | null = null;
      for (let page = 1; ; page += 1) {
        if (page > http.limits.pages) throw new SourceError('source-too-large', 'there are too many pages');
        const url = http.address('FetchHashes', {
          startTimestamp: String(startTimestamp),
          pageSize: String(options.pageSize ?? 800),
          ...(token !== null && { nextPageToken: token }),
        });
        const parsed = Page.safeParse(await http.json({ method: 'GET', url, headers: headersFor(options.fetchKey) }));
        if (!parsed.success) throw new SourceError('source-answer-invalid', 'the answer is no page of hashes');
        const { hashRecords, hasMoreRecords, nextPageToken, nextSetTimestamp } = parsed.data;
        if (hashRecords.length > 0) yield { type: 'items', items: hashRecords.map(readRecord) };
        nextSet = Math.max(nextSet, nextSetTimestamp ?? 0);
        if (!hasMoreRecords) break;
        if (!nextPageToken || nextPageToken === token) {
          throw new SourceError('source-answer-invalid', 'the answer has more pages and does not say where');
        }
        token = nextPageToken;
      }
      const mode = fresh ? 'delta' : 'full';
      yield { type: 'window', mode, checkpoint: { timestamp: nextSet, at: now } };
    },

    async sendFeedback(feedback) {
      const feedbackValue = feedbackValues[feedback.opinion];
      const hashFeedbacks = [{ hashValue: hashOf(feedback), feedbackValue, tags: [] }];
      await post('SubmitFeedback', options.feedbackKey, { count: hashFeedbacks.length, hashFeedbacks });
    },
  } satisfies ListSourceClient;

  return {
    ...client,
    /** Hands in hashes of one's own. `signalType` is the documented name. @throws SourceError */
    async submitHashes(
      hashes: readonly { readonly signalType: SignalType; readonly hashValue: string }[],
    ): Promise<void> {
      const lastModtimestamp = Math.floor(clock().getTime() / 1_000);
      const hashRecords = hashes.map(({ signalType, hashValue }) => ({
        lastModtimestamp,
        signalType,
        hashValue,
        CSPFeedbacks: [],
      }));
      await post('SubmitHashes', options.submitKey, { count: hashRecords.length, hashRecords });
    },
  };
}

const feedbackValues = { seen: 'PendingReview', confirmed: 'Blocked', refuted: 'NotBlocked' } as const;

const kinds: Readonly<Record<string, { kind: string; media: SourceItem['media'] }>> = {
  ImagePDQ: { kind: 'pdq', media: 'image' },
  VideoMD5: { kind: 'md5', media: 'video' },
  VideoTMK: { kind: 'tmk-pdqf', media: 'video' },
};

function readRecord(record: z.output<typeof HashRecord>): SourceItem {
  const { signalType, hashValue, hashStatus, lastModtimestamp } = record;
  const deleted = gone.has(hashStatus);
  const shape = (Object.hasOwn(kinds, signalType) && kinds[signalType]) || {
    kind: signalType.toLowerCase(),
    media: 'other' as const,
  };
  const print = deleted ? null : readFingerprint(shape.kind, hashValue);
  return {
    // The hash names the record. Its digest does so too, and is all that is kept once it is withdrawn.
    sourceId: createHash('sha256').update(`${signalType}\n${hashValue.trim().toLowerCase()}`).digest('hex'),
    deleted,
    at: new Date(lastModtimestamp * 1_000),
    media: shape.media,
    class: null,
    status: hashStatus,
    contributors: ['stopncii', ...blockedBy(record)].slice(0, 64),
    feedbackRef: signalType,
    fingerprints: print === null ? [] : [print],
    unreadable: !deleted && print === null ? 1 : 0,
  };
}

/** Services that looked at a match and blocked it: each is another voice for the hash. Case numbers are not kept. */
function blockedBy({ CSPFeedbacks }: z.output<typeof HashRecord>): string[] {
  const blocked = CSPFeedbacks?.filter(({ feedbackValue }) => feedbackValue === 'Blocked') ?? [];
  return [...new Set(blocked.map(({ source }) => source))];
}

function hashOf({ kind, hex }: Feedback): string {
  return kind === 'pdq' || kind === 'md5' ? hex : Buffer.from(hex, 'hex').toString('utf8');
}
