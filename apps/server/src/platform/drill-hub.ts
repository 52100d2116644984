import { createHmac } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { Hub, HubRegistry } from './hubs.ts';

/**
 * The delivery service of rehearsals. It exists on every installation, has no accounts of anybody and no webhook, so a
 * drill can never touch a person; its secret follows from the master key, so only who runs the server can use it.
 */
export const drillHubId = 'drill.wellhouse';

export function isDrillHub(hubId: string): boolean {
  return hubId === drillHubId;
}

export function drillHub(keys: Deps['keys']): Hub {
  const apiSecret = createHmac('sha256', keys.receiptKey).update('drill hub', 'utf8').digest('base64url');
  return { hubId: drillHubId, apiSecret, webhookUrl: null, webhookSecret: null, origins: [] };
}

/** The operator's hubs and the drill's. An operator cannot list another hub by its name. */
export function withDrillHub<D extends Pick<Deps, 'hubs' | 'keys'>>(deps: D): D {
  const { hubs, keys } = deps;
  const registry: HubRegistry = {
    get: (hubId) => (isDrillHub(hubId) ? drillHub(keys) : hubs.get(hubId)),
    list: () => [...hubs.list().filter((hub) => !isDrillHub(hub.hubId)), drillHub(keys)],
  };
  return { ...deps, hubs: registry };
}
