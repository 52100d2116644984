import { type FakeAnswer, type FakeRequest, refused, startFakeServer, unknown } from './fake-server.ts';

export interface FakeNcmecEntry {
  readonly member: number;
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  readonly media?: 'image' | 'video';
  readonly deleted?: boolean;
  readonly class?: string;
  readonly prints?: Readonly<Record<string, string>>;
  /** Members who voted for it. */
  readonly affirmedBy?: readonly number[];
}

export const ncmecLogin = { username: 'testington', password: 'correct & horse <battery>' };
export const ncmecReason = '01234567-abcd-0123-4567-012345678900';
const namespace = 'xmlns="https://hashsharing.ncmec.org/hashsharing/v2"';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/**
 * NCMEC hash sharing v2 as documented: Basic auth, entries of a window in no order of time, 1,000 a page (here
 * `pageSize`), `next` links that are good for their window only.
 */
export async function startFakeNcmec({ pageSize = 1_000 } = {}) {
  /** What links announce as `max`; null: how many entries there are. */
  const announce: { max: number | null } = { max: null };
  const entries: FakeNcmecEntry[] = [];
  const votes: { path: string; body: string; type: string }[] = [];
  const server = await startFakeServer((request) => {
    const login = Buffer.from(`${ncmecLogin.username}:${ncmecLogin.password}`).toString('base64');
    if (request.headers.authorization !== `Basic ${login}`) return refused;
    const path = request.url.pathname.replace(/^\/hashsharing/, '');
    if (path === '/v2/entries') return answerEntries(request);
    if (/^\/v2\/feedback\/[A-Z0-9_]+\/reasons$/.test(path)) {
      const reason = `<reason guid="${ncmecReason}" name="Not what it says" type="Md5"/>`;
      return xml(`<availableFeedbackReasons ${namespace}>${reason}</availableFeedbackReasons>`);
    }
    if (/^\/v2\/entries\/[^/]+\/[^/]+\/[A-Z0-9_]+\/feedback$/.test(path) && request.method === 'PUT') {
      votes.push({ path, body: request.body, type: String(request.headers['content-type']) });
      return xml(`<submissionResult ${namespace}><!-- not documented --></submissionResult>`);
    }
    return unknown;
  });

  function answerEntries({ url }: FakeRequest): FakeAnswer {
    const [from, to] = ['from', 'to'].map((name) => {
      const value = url.searchParams.get(name) ?? '';
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? Date.parse(value) : Number.NaN;
    });
    if (from === undefined || to === undefined || Number.isNaN(from + to)) return { status: 400, body: '' };
    // In no order of time: by id.
    const inside = entries.filter(({ at }) => at >= from && at < to).sort((a, b) => (a.id < b.id ? -1 : 1));
    const start = Number(url.searchParams.get('start') ?? '1');
    const page = inside.slice(start - 1, start - 1 + pageSize);
    const query = new URLSearchParams({
      from: url.searchParams.get('from') ?? '',
      to: url.searchParams.get('to') ?? '',
      start: String(start + pageSize),
      size: String(pageSize),
      max: String(announce.max ?? inside.length),
    });
    const isLast = start - 1 + pageSize >= inside.length;
    const next = `/v2/entries?${query}`.replaceAll('&', '&amp;');
    const paging = isLast ? '' : `<paging><next>${next}</next></paging>`;
    return xml(`<queryResult ${namespace}>${group('image', page)}${group('video', page)}${paging}</queryResult>`);
  }

  return { ...server, url: `${server.url}/hashsharing`, entries, votes, announce };
}

function group(media: 'image' | 'video', page: readonly FakeNcmecEntry[]): string {
  const members = page.filter((entry) => (entry.media ?? 'image') === media);
  return `<${media}s count="${members.length}">\n${members.map((entry) => element(media, entry)).join('\n')}</${media}s>`;
}

function element(media: string, entry: FakeNcmecEntry): string {
  const member = `<member id="${entry.member}">Member &amp; Sons</member>`;
  const id = `<id>${entry.id}</id>`;
  const timestamp = `<timestamp>${new Date(entry.at).toISOString().slice(0, 19)}Z</timestamp>`;
  if (entry.deleted) {
    const name = `deleted${media === 'image' ? 'Image' : 'Video'}`;
    return `<${name}>${member}${id}${timestamp}</${name}>`;
  }
  const prints = Object.entries(entry.prints ?? {}).map(([kind, value]) =>
    /^(\/|\.\.|https?:)/.test(value) ? `<${kind} rel="self" href="${value}"/>` : `<${kind}>${value}</${kind}>`,
  );
  const affirmed = entry.affirmedBy?.map((by) => `<member id="${by}">M</member>`).join('') ?? '';
  const feedback =
    affirmed === ''
      ? '<feedback/>'
      : `<feedback><affirmativeFeedback type="Md5"><members>${affirmed}</members></affirmativeFeedback></feedback>`;
  const classification = entry.class === undefined ? '' : `<classification>${entry.class}</classification>`;
  return `<${media}>${member}${timestamp}${id}${classification}<fingerprints>${prints.join('')}</fingerprints>${feedback}</${media}>`;
}

function xml(content: string): FakeAnswer {
  return { type: 'application/xml', body: `${declaration}\n${content}` };
}
