import { refused, startFakeServer, unknown } from './fake-server.ts';

export interface FakeHash {
  readonly id: number;
  readonly hash_digest: string;
  readonly algorithm: string;
  readonly ideology: string;
  readonly file_type: string;
  readonly deleted: boolean;
  readonly updated_on: number;
}

export const techAgainstTerrorismLogin = { username: 'wellhouse', password: 'a+b=c&d' };

/** Tech Against Terrorism's hash list: a login for a bearer token, `next` as a whole address, a checkpoint to go on from. */
export async function startFakeTechAgainstTerrorism({ pageSize = 2 } = {}) {
  const hashes: FakeHash[] = [];
  /** Tokens that are taken: a new one puts no other out of use. */
  const tokens = new Set<string>();
  let logins = 0;
  let watch: (path: string, count: number) => void = () => {};
  const counts = new Map<string, number>();
  const server = await startFakeServer((request) => {
    const path = request.url.pathname + request.url.search;
    counts.set(path, (counts.get(path) ?? 0) + 1);
    watch(path, counts.get(path) ?? 0);
    const { pathname, searchParams } = request.url;
    if (pathname === '/token-auth/tcap/' && request.method === 'POST') {
      const form = new URLSearchParams(request.body);
      const { username, password } = techAgainstTerrorismLogin;
      if (form.get('username') !== username || form.get('password') !== password) return refused;
      logins += 1;
      tokens.add(`token-${logins}`);
      return { body: JSON.stringify({ token: `token-${logins}` }) };
    }
    if (pathname !== '/api/hash-list/v2/all') return unknown;
    if (!tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) return refused;
    if ([...searchParams.keys()].some((name) => name.includes('http'))) return { status: 400, body: '{}' };
    const after = Number(searchParams.get('after')?.split(',')[0] ?? '0');
    const since = hashes.filter((each) => each.updated_on > after).sort((a, b) => a.updated_on - b.updated_on);
    const offset = Number(searchParams.get('offset') ?? '0');
    const results = since.slice(offset, offset + pageSize);
    const next = new URL(request.url);
    next.searchParams.set('offset', String(offset + pageSize));
    const last = results.at(-1);
    return {
      body: JSON.stringify({
        count: since.length,
        previous: null,
        next: offset + pageSize < since.length ? next.href : null,
        checkpoint: last === undefined ? searchParams.get('after') : `${last.updated_on},${last.id}`,
        results,
      }),
    };
  });
  return {
    ...server,
    hashes,
    logins: () => logins,
    expireTokens: () => tokens.clear(),
    /** Calls `next` with the address of each request and how often it was asked for since. */
    onRequest(next: typeof watch) {
      watch = next;
      counts.clear();
    },
  };
}
