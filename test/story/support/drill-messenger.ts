import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishHubKeys } from '@wellhouse/hub';
import { build } from 'vite';
import { openHubKeys } from '../../../apps/messenger/src/delivery/hub-keys.ts';
import { createDeliveryService } from '../../../apps/messenger/src/delivery/service.ts';
import { drillPage } from '../../../apps/messenger/test/drill-page.ts';
import { trustedKeys } from '../../../packages/classifiers/test/support/small-pack.ts';
import { textPack } from '../../../packages/classifiers/test/support/text-pack.ts';
import { root } from '../../../scripts/lib/run.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { startSafetyServer } from './safety-server.ts';

export interface DrillMessenger {
  /** Of one person, whose every byte to and from the messenger's service and the safety server is counted. */
  readonly counted: { readonly messenger: CountingProxy; readonly safety: CountingProxy };
  /** For everybody else. */
  readonly uncounted: string;
  stop(): Promise<void>;
}

/** The safety server, the delivery service, and a page with the shipped classifier and a pack of drill words. */
export async function startDrillMessenger(): Promise<DrillMessenger> {
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-drill-'));
  const webRoot = join(state, 'page');
  const [messenger, safety] = [await startCountingProxy(), await startCountingProxy()];
  const hub = {
    hubId: 'messenger.localhost',
    apiSecret: randomBytes(32).toString('base64url'),
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
  await build({
    ...drillPage(trustedKeys[0] ?? ''),
    ...{ root: join(root, 'apps/messenger'), logLevel: 'error', build: { outDir: webRoot, emptyOutDir: true } },
  });
  await writeFile(join(webRoot, 'drill.whpack'), textPack());

  const keys = await openHubKeys({ path: join(state, 'hub-keys.json'), hubId: hub.hubId, clock: Date.now });
  const { app, hub: stamps } = await createDeliveryService({
    ...{ ...hub, webRoot, safetyUrl: safety.url, stateDirectory: join(state, 'messenger') },
    ...{ hubKeys: keys.current(), suggestedNames: ['Ana', 'Mal', 'Mia'], ages: { Mia: 15 }, clock: Date.now },
  });
  const uncounted = await app.listen({ host: '127.0.0.1', port: 0 });
  messenger.leadTo(uncounted);

  const hubsFile = join(state, 'hubs.json');
  const origins = [messenger.url, uncounted];
  await writeFile(hubsFile, JSON.stringify([{ ...hub, webhookUrl: `${uncounted}/wellhouse/webhook`, origins }]));
  const server = await startSafetyServer({ WELLHOUSE_HUBS: hubsFile });
  safety.leadTo(server.url);
  await publishHubKeys({
    ...{ serverUrl: server.url, hubId: hub.hubId, apiSecret: hub.apiSecret },
    ...{ keys: stamps.verifyKeys(), retired: [] },
  });
  return {
    counted: { messenger, safety },
    uncounted,
    async stop() {
      await app.close();
      await Promise.all([messenger.close(), safety.close()]);
      await server.stop();
      await rm(state, { recursive: true, force: true });
    },
  };
}
