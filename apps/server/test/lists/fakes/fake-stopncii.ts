import { refused, startFakeServer, unknown } from './fake-server.ts';

export interface FakeHashRecord {
  readonly lastModtimestamp: number;
  readonly signalType: string;
  readonly hashValue: string;
  readonly hashStatus: string;
  readonly caseNumbers?: Readonly<Record<string, string>>;
  readonly CSPFeedbacks?: readonly { source: string; feedbackValue: string; tags: string[] }[];
}

export const stopNciiKeys = {
  subscriptionKey: 'subscription',
  fetchKey: 'fetch-key',
  feedbackKey: 'feedback-key',
  submitKey: 'submit-key',
};
const endpointKeys: Readonly<Record<string, string>> = {
  FetchHashes: stopNciiKeys.fetchKey,
  SubmitFeedback: stopNciiKeys.feedbackKey,
  SubmitHashes: stopNciiKeys.submitKey,
};

/** StopNCII's API as documented: a key for each endpoint, records as snapshots, a short-lived token from page to page. */
export async function startFakeStopNcii({ pageSize = 800 } = {}) {
  const records: FakeHashRecord[] = [];
  const submitted: { endpoint: string; body: unknown }[] = [];
  const server = await startFakeServer((request) => {
    const endpoint = request.url.pathname.split('/').at(-1) ?? '';
    const key = request.headers['x-functions-key'];
    const subscription = request.headers['ocp-apim-subscription-key'];
    if (subscription !== stopNciiKeys.subscriptionKey || key !== endpointKeys[endpoint]) return refused;
    if (endpoint !== 'FetchHashes') {
      submitted.push({ endpoint, body: JSON.parse(request.body) });
      return { body: '{}' };
    }
    if (request.method !== 'GET') return unknown;
    const start = Number(request.url.searchParams.get('startTimestamp'));
    const since = records.filter((each) => each.lastModtimestamp >= start);
    const offset = Number(request.url.searchParams.get('nextPageToken')?.replace('token-', '') ?? '0');
    const page = since.slice(offset, offset + pageSize);
    const hasMoreRecords = offset + pageSize < since.length;
    const newest = Math.max(start, ...since.map((each) => each.lastModtimestamp + 1));
    return {
      body: JSON.stringify({
        count: page.length,
        nextPageToken: hasMoreRecords ? `token-${offset + pageSize}` : null,
        nextSetTimestamp: newest,
        hasMoreRecords,
        hashRecords: page,
      }),
    };
  });
  return { ...server, url: `${server.url}/v1`, records, submitted };
}
