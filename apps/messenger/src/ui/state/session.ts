import { createWellhouse, indexedDbStorage, type Wellhouse } from '@wellhouse/client';
import { getCiphersuiteImpl } from 'ts-mls';
import { mlsProvider } from '#mls-provider';
import { startTextClassifier } from '#text-classifier';
import { createDeliveryApi, DeliveryUnreachable } from '../../device/delivery-api.ts';
import { type Device, openDevice } from '../../device/device.ts';
import { enrol } from '../../device/enrol.ts';
import { indexedDbStore } from '../../device/indexed-db-store.ts';
import { listenLive } from '../../device/live.ts';
import { webLock } from '../../device/locks.ts';
import type { RuntimeConfig } from '../../wire.ts';
import { expireInTime } from './expire-in-time.ts';
import type { Settings } from './settings.ts';

const suiteName = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519';
const knownAccounts = 'messenger:account:';

/** `waiting`: messages are there that cannot be verified before the safety server gives the hub's keys. */
export type SessionState = 'connected' | 'waiting' | 'offline';
const waitingMs = 3_000;
const tickMs = 30_000;

/** One person's messenger in this tab. */
export interface Session {
  device: Device;
  wellhouse: Wellhouse;
  config: RuntimeConfig;
  state: () => SessionState;
  /** Anything that is shown may have changed, in this tab or another. */
  subscribe: (listener: () => void) => () => void;
  close: () => void;
}

/** Signs in, or opens what this browser already has of the account when the service cannot be reached. */
async function enrolOrReopen(name: string) {
  const suite = await getCiphersuiteImpl(suiteName, mlsProvider);
  const anonymous = createDeliveryApi({ baseUrl: '', fetch: (input, init) => fetch(input, init) });
  const key = knownAccounts + name.toLowerCase();
  try {
    const enrolled = await enrol(anonymous, suite, name, indexedDbStore);
    localStorage.setItem(key, enrolled.identity.accountId);
    return { ...enrolled, suite };
  } catch (error) {
    const accountId = localStorage.getItem(key);
    if (!(error instanceof DeliveryUnreachable) || accountId === null) throw error;
    const store = await indexedDbStore(accountId);
    const identity = await store.get('identity', 'self');
    if (identity === undefined) throw error;
    return { identity, store, suite };
  }
}

/**
 * Everything that a messenger with Wellhouse is made of, put together: the delivery service's API, Wellhouse over the
 * account's own storage, the MLS device that asks Wellhouse before it shows anything, and news by websocket.
 */
export async function openSession(config: RuntimeConfig, person: string, settings: Settings): Promise<Session> {
  const suggested = config.suggestedNames.find((name) => name.toLowerCase() === person.toLowerCase());
  const { identity, store, suite } = await enrolOrReopen(suggested ?? person);
  const { accountId, token } = identity;
  const api = createDeliveryApi({ baseUrl: '', fetch: (input, init) => fetch(input, init), token: () => token });
  const classifier = startTextClassifier();
  const wellhouse = createWellhouse({
    serverUrl: config.safetyUrl,
    hubId: config.hubId,
    accountId,
    getReporterToken: api.reporterToken,
    storage: indexedDbStorage(`wellhouse:${accountId}`),
    locale: settings.language,
    audience: settings.audience,
    classifier,
    languages: navigator.languages,
  });
  const device = await openDevice({
    api,
    store,
    wellhouse,
    suite,
    lock: webLock(accountId),
    sendLock: webLock(`${accountId}:send`),
    uploadLock: webLock(`${accountId}:upload`),
    safetyUrl: config.safetyUrl,
    fetch: (input, init) => fetch(input, init),
    clock: Date.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });

  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const otherTabs = new BroadcastChannel(`messenger:${accountId}`);
  const expiry = expireInTime(device.expire);
  otherTabs.onmessage = () => {
    notify();
    expiry.look();
  };
  const changed = () => {
    notify();
    expiry.look();
    otherTabs.postMessage('changed');
  };
  const stopDevice = device.subscribe(changed);
  const stopWellhouse = wellhouse.subscribe(changed);

  let state: SessionState = 'connected';
  let started = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  async function catchUp(): Promise<void> {
    clearTimeout(retry);
    try {
      const inbox = started ? await device.sync() : await device.start();
      started = true;
      setState(inbox === 'waiting' ? 'waiting' : 'connected');
      device.albums.uploads.run().catch((error: unknown) => console.warn('messenger: cannot upload now', error));
      if (inbox === 'waiting') retry = setTimeout(() => void catchUp(), waitingMs);
    } catch (error) {
      if (error instanceof DeliveryUnreachable) setState('offline');
      else console.warn('messenger: cannot catch up now', error);
    }
  }
  function setState(now: SessionState): void {
    if (now === state) return;
    state = now;
    notify();
  }
  const stopLive = listenLive({
    url: `${location.origin.replace(/^http/, 'ws')}/api/live`,
    token: () => token,
    onNews: () => void catchUp(),
    onConnected: (connected) => (connected ? void catchUp() : setState('offline')),
  });
  const tick = setInterval(() => {
    void catchUp();
    wellhouse.refresh().catch(() => {});
  }, tickMs);
  await catchUp();
  expiry.look();
  return {
    device,
    wellhouse,
    config,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(tick);
      clearTimeout(retry);
      expiry.stop();
      stopLive();
      stopDevice();
      device.albums.uploads.close();
      stopWellhouse();
      otherTabs.close();
      wellhouse.close();
      classifier?.close();
    },
  };
}
