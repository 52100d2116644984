import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readFingerprint } from '../fingerprint.ts';
import { SourceError } from '../source-error.ts';
import type { ListSourceClient, SourceItem } from '../source-item.ts';
import type { ExchangeHttp } from './exchange-http.ts';

export interface ThreatExchangeOptions {
  readonly http: ExchangeHttp;
  readonly appId: string;
  readonly appSecret: string;
  readonly privacyGroup: string;
  /** Types of indicator to fetch. */
  readonly types: readonly string[];
  readonly clock: () => Date;
  /** Updates of one page; default 500. */
  readonly pageSize?: number;
}

export const threatExchangeTypes = ['HASH_PDQ', 'HASH_MD5', 'HASH_SHA256', 'HASH_VIDEO_MD5', 'HASH_VIDEO_SHA256'];

const Id = z.union([z.string().max(40), z.number().int()]).transform(String);
const Tags = z.union([
  z.array(z.string().max(200)),
  z.object({ data: z.array(z.looseObject({ text: z.string().max(200) })) }),
]);
const Descriptor = z.looseObject({
  id: Id,
  owner: z.looseObject({ id: Id }).nullish(),
  status: z.string().max(40).nullish(),
  reactions: z.array(z.looseObject({ key: z.string().max(60), value: z.string().max(100_000) })).nullish(),
  tags: Tags.nullish(),
});
const Update = z.looseObject({
  indicator: z.string().max(8_000),
  type: z.string().max(60),
  /** Up to the year 5138; more is no time. */
  last_updated: z.number().min(0).max(100_000_000_000),
  should_delete: z.boolean().default(false),
  descriptors: z.union([z.object({ data: z.array(Descriptor) }), z.array(Descriptor)]).nullish(),
});
const Page = z.looseObject({
  data: z.array(Update).max(100_000),
  paging: z.looseObject({ next: z.string().max(8_000).nullish() }).nullish(),
});

/** `updated`: the newest change that was applied; `at`: when it was fetched. Both in seconds. */
const Checkpoint = z.object({ updated: z.number(), at: z.number() });
const staleSeconds = 85 * 86_400;
const fields = 'indicator,type,last_updated,should_delete,descriptors{id,reactions,owner{id},tags,status}';

/** Meta's ThreatExchange: updates of one privacy group. An update without descriptors is as good as a deletion. */
export function createThreatExchangeClient(options: ThreatExchangeOptions): ListSourceClient {
  const { http, clock } = options;
  const token = `${options.appId}|${options.appSecret}`;

  return {
    async *pull(checkpoint) {
      const known = Checkpoint.nullable().parse(checkpoint);
      const now = Math.floor(clock().getTime() / 1_000);
      const fresh = known !== null && now - known.at < staleSeconds;
      let updated = fresh ? known.updated : 0;
      let url: URL | null = http.address(`${encodeURIComponent(options.privacyGroup)}/threat_updates/`, {
        access_token: token,
        start_time: String(updated),
        stop_time: String(now),
        limit: String(options.pageSize ?? 500),
        types: options.types.join(','),
        fields,
      });
      for (let page = 1; url !== null; page += 1) {
        if (page > http.limits.pages) throw new SourceError('source-too-large', 'there are too many pages');
        const parsed = Page.safeParse(await http.json({ method: 'GET', url }));
        if (!parsed.success) throw new SourceError('source-answer-invalid', 'the answer is no page of updates');
        const { data, paging } = parsed.data;
        if (data.length > 0) yield { type: 'items', items: data.map((update) => readUpdate(update)) };
        for (const update of data) updated = Math.max(updated, update.last_updated);
        url = followed(url, paging?.next ?? null);
      }
      yield { type: 'window', mode: fresh ? 'delta' : 'full', checkpoint: { updated, at: now } };
    },

    async sendFeedback({ ref, opinion }) {
      for (const descriptor of ref.split(',')) {
        await http.call({
          method: 'POST',
          url: http.address(`${encodeURIComponent(descriptor)}/`, { access_token: token }),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ reactions: reactions[opinion] }).toString(),
          repeatable: true,
        });
      }
    },
  };

  /** The next page's link is complete: nothing is added to it. */
  function followed(before: URL, link: string | null): URL | null {
    if (link === null) return null;
    const next = http.follow(link);
    if (next.href === before.href) throw new SourceError('source-answer-invalid', 'a page names itself as the next');
    return next;
  }
}

const reactions = { seen: 'SAW_THIS_TOO', confirmed: 'HELPFUL', refuted: 'NOT_HELPFUL' } as const;

const kinds: Readonly<Record<string, { kind: string; media: SourceItem['media'] }>> = {
  HASH_PDQ: { kind: 'pdq', media: 'image' },
  HASH_MD5: { kind: 'md5', media: 'image' },
  HASH_SHA256: { kind: 'sha256', media: 'image' },
  HASH_VIDEO_MD5: { kind: 'md5', media: 'video' },
  HASH_VIDEO_SHA256: { kind: 'sha256', media: 'video' },
};

function readUpdate(update: z.output<typeof Update>): SourceItem {
  const { type, indicator } = update;
  const given = Array.isArray(update.descriptors) ? update.descriptors : (update.descriptors?.data ?? []);
  const owned = given.flatMap((each) => (each.owner ? [{ ...each, owner: each.owner.id }] : []));
  const malicious = owned.filter(({ status }) => status === 'MALICIOUS');
  const opposed = owned.some(({ status }) => status === 'NON_MALICIOUS');
  // Without a word that it is harmful, or with one that it is not, it is nothing to look for.
  const deleted = update.should_delete || owned.length === 0 || (malicious.length === 0 && opposed);
  const tags = [...new Set(owned.flatMap((each) => tagsOf(each.tags)))];
  const shape = (Object.hasOwn(kinds, type) && kinds[type]) || { kind: type.toLowerCase(), media: 'other' as const };
  const print = deleted ? null : readFingerprint(shape.kind, indicator);
  return {
    sourceId: createHash('sha256').update(`${type}\n${indicator.trim().toLowerCase()}`).digest('hex'),
    deleted,
    at: new Date(update.last_updated * 1_000),
    media: type === 'HASH_MD5' && tags.includes('media_type_video') ? 'video' : shape.media,
    class:
      tags
        .filter((tag) => !tag.startsWith('media_type_'))
        .join(',')
        .slice(0, 80) || null,
    status: malicious.length > 0 ? 'MALICIOUS' : (owned[0]?.status ?? null),
    contributors: [...new Set([...malicious.map(({ owner }) => owner), ...malicious.flatMap(helpedBy)])].slice(0, 64),
    feedbackRef:
      owned
        .slice(0, 20)
        .map(({ id }) => id)
        .join(',') || null,
    fingerprints: print === null ? [] : [print],
    unreadable: !deleted && print === null ? 1 : 0,
  };
}

/** Apps that called the descriptor helpful: each is another voice for it. */
function helpedBy({ reactions: given }: Pick<z.output<typeof Descriptor>, 'reactions'>): string[] {
  const helpful = given?.filter(({ key }) => key === 'HELPFUL') ?? [];
  return helpful.flatMap(({ value }) => value.split(',').map((app) => app.trim())).filter((app) => app !== '');
}

function tagsOf(tags: z.output<typeof Descriptor>['tags']): string[] {
  if (!tags) return [];
  return Array.isArray(tags) ? tags : tags.data.map(({ text }) => text);
}
