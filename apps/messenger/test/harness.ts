import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { TextClassifier } from '@wellhouse/classifiers';
import { createWellhouse, memoryStorage, type Wellhouse, type WellhouseStorage } from '@wellhouse/client';
import { generateHubKey } from '@wellhouse/franking';
import type { HubEvent, Notice } from '@wellhouse/protocol';
import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { getCiphersuiteImpl } from 'ts-mls';
import { createDeliveryService } from '../src/delivery/service.ts';
import { createDeliveryApi } from '../src/device/delivery-api.ts';
import { type Device, openDevice } from '../src/device/device.ts';
import { enrol } from '../src/device/enrol.ts';
import { type Lock, processLock } from '../src/device/locks.ts';
import { memoryStore } from '../src/device/memory-store.ts';
import type { DeviceStore, StoredIdentity } from '../src/device/store.ts';
import { mlsProvider } from '../src/mls-provider/node-provider.ts';
import { createAlbumStandIn } from './album-stand-in.ts';
import { createAppealStandIn } from './appeal-stand-in.ts';
import { reportConfig, serveSafety } from './safety-stand-in.ts';

export const hubId = 'messenger.localhost';
export const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
export const suite = await getCiphersuiteImpl('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519', mlsProvider);
export const random = (length: number) => new Uint8Array(randomBytes(length));

/** A delivery service on a port of its own, with a clock that the test moves. */
export async function startService(
  t: TestContext,
  page: { webRoot?: string; suggestedNames?: string[]; ages?: Record<string, number> } = {},
) {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'messenger-'));
  let offset = 0;
  let frozenAt: number | undefined;
  const clock = () => (frozenAt ?? Date.now()) + offset;
  const hubKey = generateHubKey({
    keyId: 1,
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 90 * 86_400_000,
  });
  const config = reportConfig(hubId, hubKey);
  const apiSecret = 'a'.repeat(43);
  const safety = createAlbumStandIn({ hubId, apiSecret, tell: (event) => service.webhook(event).catch(() => {}) });
  const appeals = createAppealStandIn({ hubId, apiSecret });
  const safetyUrl = await serveSafety(
    t,
    config,
    (request, response) => appeals.handle(request, response) || safety.handle(request, response),
  );
  let app: FastifyInstance | undefined;
  let port = 0;
  async function start() {
    ({ app } = await createDeliveryService({
      hubId,
      apiSecret,
      webhookSecret,
      safetyUrl,
      stateDirectory,
      hubKeys: [hubKey],
      webRoot: page.webRoot ?? null,
      suggestedNames: page.suggestedNames ?? [],
      ages: page.ages ?? {},
      clock,
    }));
    await app.listen({ host: '127.0.0.1', port });
    const address = app.server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  }
  await start();
  t.after(async () => {
    await app?.close();
    rmSync(stateDirectory, { recursive: true, force: true });
  });

  const safetyFetch: typeof fetch = async () => {
    if (service.safetyDown) throw new TypeError('fetch failed');
    return Response.json(config);
  };

  const service = {
    /** The safety server's albums. */
    safety,
    /** The safety server's appeals. */
    appeals,
    safetyUrl,
    safetyDown: false,
    /** What devices that are opened from now on look at messages with. */
    classifier: null as TextClassifier | null,
    /** Devices cannot reach the service. */
    offline: false,
    hubKey,
    clock,
    url: () => `http://127.0.0.1:${port}`,
    /** From now on time passes only by `advance`. */
    freeze() {
      frozenAt = Date.now();
    },
    advance(ms: number) {
      offset += ms;
    },
    async restart() {
      await app?.close();
      await start();
    },
    /** `fetch` of a device; a test may put itself between. */
    between: undefined as undefined | ((url: string, response: Response) => Promise<Response>),
    api(token?: () => string) {
      return createDeliveryApi({
        baseUrl: service.url(),
        fetch: async (input, init) => {
          if (service.offline) throw new TypeError('fetch failed');
          const response = await fetch(input, init);
          return service.between ? service.between(String(input), response) : response;
        },
        ...(token ? { token } : {}),
      });
    },
    /** `deviceClock`: the device's own, which may be another than the service's. */
    async device(
      name: string,
      existing?: Pick<TestDevice, 'store' | 'storage' | 'lock'>,
      deviceClock: () => number = clock,
    ): Promise<TestDevice> {
      const storage = existing?.storage ?? memoryStorage();
      const { identity, store } = await enrol(service.api(), suite, name, async () => existing?.store ?? memoryStore());
      const api = service.api(() => identity.token);
      const wellhouse = createWellhouse({
        serverUrl: safetyUrl,
        hubId,
        accountId: identity.accountId,
        getReporterToken: api.reporterToken,
        storage,
        classifier: service.classifier,
        fetch: safetyFetch,
        clock: deviceClock,
      });
      t.after(() => wellhouse.close());
      const lock = existing?.lock ?? { lock: processLock(), sendLock: processLock(), uploadLock: processLock() };
      const uploadFetch: typeof fetch = async (input, init) => {
        if (service.offline) throw new TypeError('fetch failed');
        return fetch(input, init);
      };
      const options = {
        api,
        store,
        wellhouse,
        suite,
        clock: deviceClock,
        random,
        ...lock,
        safetyUrl,
        fetch: uploadFetch,
      };
      const device = await openDevice(options);
      t.after(() => device.albums.uploads.close());
      await device.start();
      return { device, api, store, storage, wellhouse, identity, lock };
    },
    async webhook(event: HubEvent, overrides: { id?: string; secret?: string; body?: string } = {}) {
      const id = overrides.id ?? `msg_${randomBytes(8).toString('hex')}`;
      const body = JSON.stringify(event);
      const at = new Date();
      const signature = new Webhook(overrides.secret ?? webhookSecret).sign(id, at, body);
      return fetch(`${service.url()}/wellhouse/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature,
        },
        body: overrides.body ?? body,
      });
    },
  };
  return service;
}

export type Service = Awaited<ReturnType<typeof startService>>;

export interface TestDevice {
  device: Device;
  api: ReturnType<typeof createDeliveryApi>;
  store: DeviceStore;
  storage: WellhouseStorage;
  wellhouse: Wellhouse;
  identity: StoredIdentity;
  lock: { lock: Lock; sendLock: Lock; uploadLock: Lock };
}

/** Ana makes a group with Ben and Mal, and all have joined. */
export async function groupOfThree(service: Service) {
  const ana = await service.device('Ana');
  const ben = await service.device('Ben');
  const mal = await service.device('Mal');
  const groupId = await ana.device.createGroup('Weekend', [ben.device.accountId, mal.device.accountId]);
  await syncAll(ben, mal);
  return { ana, ben, mal, groupId };
}

export async function syncAll(...devices: { device: Device }[]): Promise<void> {
  for (const { device } of devices) await device.sync();
}

/** What a person reads: sender and text, in order. */
export async function read({ device }: { device: Device }, groupId: string): Promise<string[]> {
  const { messages } = await device.conversation(groupId);
  return messages.map((message) => {
    const text = message.state === 'sent' ? message.text : `(${message.state})`;
    return `${message.sender.split('@')[0]}: ${text}${message.edited ? ' (edited)' : ''}`;
  });
}

export function notice(reference: string, headline = 'Your account is suspended'): Notice {
  return {
    reference,
    decisionId: '6f9619ff-8b86-4011-b42d-00c04fc964ff' as Notice['decisionId'],
    decidedAt: new Date().toISOString(),
    headline,
    reason: 'You threatened a person in a group.',
    policy: { id: 'violence.threat', version: '1', title: 'Threats' },
    automated: false,
    appeal: { how: 'Write to appeals@messenger.localhost', until: '2099-01-01T00:00:00.000Z' },
  };
}
