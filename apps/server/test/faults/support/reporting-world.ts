import type { SealingPublicKey } from '@wellhouse/protocol';
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts';
import { createCaller } from './call.ts';
import { createSampleHub, type KeptMessage, type SampleHub } from './sample-hub.ts';
import { type ReportWish, type SampleReport, sampleReport } from './sample-report.ts';

export interface ReportingWorld {
  readonly server: TestServer;
  readonly url: string;
  readonly hub: SampleHub;
  readonly caller: ReturnType<typeof createCaller>;
  readonly key: SealingPublicKey;
  readonly ana: string;
  readonly mal: string;
  readonly groupId: Uint8Array;
  /** Mal's message, as Ana's device keeps it. */
  readonly threat: KeptMessage;
  /** Ana's report of it, with whatever differs. */
  report(wish?: Partial<ReportWish>): Promise<SampleReport>;
  /** Ana's token for the group. */
  token(): string;
}

/** A server that listens, a hub whose keys it knows, and Ana and Mal in one group. */
export async function startReportingWorld(options: TestServerOptions = {}): Promise<ReportingWorld> {
  const hub = createSampleHub();
  const server = await startTestServer({ ...options, hubs: [hub.listed, ...(options.hubs ?? [])] });
  const url = await server.listen();
  await hub.publishKeys(url);
  const [key] = server.deps.keys.sealingPublicKeys();
  if (key === undefined) throw new Error('find no sealing key');
  const [ana, mal, groupId] = [hub.account('ana'), hub.account('mal'), hub.newGroup()];
  const threat = await hub.text(mal, groupId, 'I will hurt you');
  return {
    ...{ server, url, hub, caller: createCaller(url), key, ana, mal, groupId, threat },
    report: (wish = {}) => sampleReport({ hubId: hub.hubId, key, about: mal, groupId, messages: [threat], ...wish }),
    token: () => hub.token({ accountId: ana, groups: [groupId], now: server.deps.clock().getTime() }),
  };
}
