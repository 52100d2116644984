import { createHash, createHmac } from 'node:crypto';
import { generateHubKey, type HubKey } from '@wellhouse/franking';
import type { Deps } from '../deps.ts';
import type { Hub, HubRegistry } from '../platform/hubs.ts';

/** The delivery service of demonstrations: it has no webhook, so nothing that is decided reaches anybody. */
export const demoHubId = 'demo.wellhouse';

/** The installation's hubs and the demonstration's. */
export function withDemoHub(deps: Deps): Deps {
  const apiSecret = createHmac('sha256', deps.keys.receiptKey).update('demo hub', 'utf8').digest('base64url');
  const demo: Hub = { hubId: demoHubId, apiSecret, webhookUrl: null, webhookSecret: null, origins: [] };
  const registry: HubRegistry = {
    get: (hubId) => (hubId === demoHubId ? demo : deps.hubs.get(hubId)),
    list: () => [...deps.hubs.list(), demo],
  };
  return { ...deps, hubs: registry };
}

/** A stamp key that holds from a day before the first message on. */
export function createDemoKey(deps: Deps, from: Date): HubKey {
  const keyId = createHash('sha256').update(`demo key ${from.getTime()}`).digest().readUInt32BE();
  const notBefore = from.getTime() - 86_400_000;
  return generateHubKey({ keyId, notBefore, notAfter: deps.clock().getTime() + 86_400_000, random: deps.random });
}
