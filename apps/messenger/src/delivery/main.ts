import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Hub, PublishHubKeysError, publishHubKeys } from '@wellhouse/hub';
import { loadConfig, type MessengerConfig } from './config.ts';
import { loadHubKeys } from './hub-keys.ts';
import { createDeliveryService } from './service.ts';

const longestPauseMs = 60_000;
const keyCheckMs = 3_600_000;

/** Tells the safety server how to verify our stamps; keeps trying until it has been told. */
async function publishKeys(config: MessengerConfig, hub: Hub, stopped: AbortSignal): Promise<void> {
  for (let wait = 500; !stopped.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
    try {
      await publishHubKeys({
        serverUrl: config.safetyUrl,
        hubId: config.hubId,
        apiSecret: config.apiSecret,
        keys: hub.verifyKeys(),
      });
      return;
    } catch (error) {
      const refused = error instanceof PublishHubKeysError && error.code === 'refused';
      if (refused) console.error(`messenger: ${error.message}`);
      await pause(refused ? longestPauseMs : wait, undefined, { signal: stopped, ref: false }).catch(() => {});
    }
  }
}

const config = loadConfig(process.env);
const keyFile = join(config.stateDirectory, 'hub-keys.json');
const { app, hub } = await createDeliveryService({
  ...config,
  hubKeys: await loadHubKeys(keyFile, Date.now()),
  clock: Date.now,
  log: true,
});
const stop = new AbortController();
const keyCheck = setInterval(() => {
  loadHubKeys(keyFile, Date.now())
    .then((keys) => {
      if (keys.length === hub.publicKeys().length) return;
      hub.replaceKeys(keys);
      return publishKeys(config, hub, stop.signal);
    })
    .catch((error: unknown) => console.error('messenger: cannot renew the stamp keys', error));
}, keyCheckMs);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    clearInterval(keyCheck);
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
const address = await app.listen({ host: config.host, port: config.port });
console.log(`messenger: ${address}`);
await publishKeys(config, hub, stop.signal);
