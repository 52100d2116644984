import { join } from 'node:path';
import { publishHubKeys } from '@wellhouse/hub';
import { loadConfig } from './config.ts';
import { openHubKeys } from './hub-keys.ts';
import { keepHubKeys } from './keep-hub-keys.ts';
import { createDeliveryService } from './service.ts';

const config = loadConfig(process.env);
const { hubId, apiSecret, safetyUrl } = config;
const keys = await openHubKeys({ path: join(config.stateDirectory, 'hub-keys.json'), hubId, clock: Date.now });
const { app, hub } = await createDeliveryService({
  ...config,
  hubKeys: keys.current(),
  retiredHubKeys: keys.retired,
  clock: Date.now,
  log: true,
});
const stop = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
const address = await app.listen({ host: config.host, port: config.port });
console.log(`messenger: ${address}`);
await keepHubKeys({
  keys,
  hub,
  publish: (verifyKeys, retired) =>
    publishHubKeys({ serverUrl: safetyUrl, hubId, apiSecret, keys: verifyKeys, retired }),
  stopped: stop.signal,
  complain: (message) => console.error(`messenger: ${message}`),
});
