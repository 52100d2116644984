import { refused, startFakeServer, unknown } from './fake-server.ts';

export interface FakeUpdate {
  readonly indicator: string;
  readonly type: string;
  readonly last_updated: number;
  readonly should_delete?: boolean;
  readonly descriptors?: { data: readonly FakeDescriptor[] };
}
export interface FakeDescriptor {
  readonly id: string;
  readonly owner?: { id: string };
  readonly status: string;
  readonly tags?: { data: readonly { text: string }[] };
  readonly reactions?: readonly { key: string; value: string }[];
}

export const threatExchangeLogin = { appId: '1234567', appSecret: 'app-secret', privacyGroup: '777' };
const token = `${threatExchangeLogin.appId}|${threatExchangeLogin.appSecret}`;

/** The part of the Graph API that serves ThreatExchange: updates of a privacy group, and reactions. */
export async function startFakeThreatExchange({ pageSize = 2 } = {}) {
  const updates: FakeUpdate[] = [];
  const reactions: { descriptor: string; reaction: string | null }[] = [];
  const server = await startFakeServer((request) => {
    const { searchParams, pathname } = request.url;
    if (searchParams.get('access_token') !== token) return refused;
    const path = pathname.replace(/^\/v21\.0\//, '');
    if (request.method === 'POST') {
      const reaction = new URLSearchParams(request.body).get('reactions');
      reactions.push({ descriptor: path.replace('/', ''), reaction });
      return { body: '{"success":true}' };
    }
    if (path !== `${threatExchangeLogin.privacyGroup}/threat_updates/`) return unknown;
    if (searchParams.getAll('fields').length !== 1) return { status: 400, body: '{}' };
    const types = searchParams.get('types')?.split(',') ?? [];
    const start = Number(searchParams.get('start_time'));
    const since = updates.filter((each) => each.last_updated >= start && types.includes(each.type));
    const offset = Number(searchParams.get('cursor') ?? '0');
    const next = new URL(request.url);
    next.searchParams.set('cursor', String(offset + pageSize));
    const hasMore = offset + pageSize < since.length;
    return {
      body: JSON.stringify({
        data: since.slice(offset, offset + pageSize),
        ...(hasMore && { paging: { next: next.href } }),
      }),
    };
  });
  return { ...server, url: `${server.url}/v21.0`, updates, reactions };
}
