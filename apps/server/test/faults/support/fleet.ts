import { setTimeout as sleep } from 'node:timers/promises';
import { ReportConfig, type SealingPublicKey } from '@wellhouse/protocol';
import { createDevice } from './device.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import type { KeptMessage, SampleHub } from './sample-hub.ts';
import { encryptPicture, greyPng } from './sample-picture.ts';
import { sampleReport } from './sample-report.ts';
import type { SeededRandom } from './seeded-random.ts';

const categories = ['threat.life', 'fraud.scam', 'spam.bulk'];
const reporters = 20;

export interface FleetOptions {
  serverUrl: string;
  hub: SampleHub;
  ledger: Ledger;
  random: SeededRandom;
  clients: number;
  signal?: AbortSignal;
}

export interface Fleet {
  /** A report that no device has sent yet, for the caller to send. */
  next(): Promise<{ entry: LedgerEntry; token: string }>;
  /** Goes on with a report whose sending broke off, until it has arrived. */
  follow(entry: LedgerEntry, token: string): void;
  start(): void;
  /** Starts no more reports; resolves when each one that is under way has arrived. */
  finish(): Promise<void>;
}

interface Suspect {
  account: string;
  groupId: Uint8Array;
  messages: KeptMessage[];
}

/**
 * Devices that report at the same time: some with a picture, some that send everything twice, some that give up. A few
 * accounts are reported by many, so that reports race for the same cases.
 */
export async function createFleet({ serverUrl, hub, ledger, random, clients, signal }: FleetOptions): Promise<Fleet> {
  const key = await sealingKey(serverUrl);
  const suspects = await Promise.all(Array.from({ length: 6 }, (_, index) => suspect(hub, `mal-${index}`)));
  const device = createDevice({ serverUrl, ledger, signal });
  const png = greyPng(64, 48);
  let finishing = false;
  const running: Promise<void>[] = [];

  async function next(): Promise<{ entry: LedgerEntry; token: string }> {
    const about = suspects[random.below(suspects.length)];
    if (about === undefined) throw new Error('nobody to report');
    const reporter = hub.account(`ana-${random.below(reporters)}`);
    const messages = about.messages.slice(random.below(about.messages.length));
    const ciphertexts: Uint8Array[] = [];
    if (random.chance(0.3)) {
      const picture = encryptPicture(png);
      ciphertexts.push(picture.ciphertext);
      const part = { type: 'attachment' as const, attachment: picture.descriptor };
      messages.push(await hub.say(about.account, about.groupId, [part]));
    }
    const report = await sampleReport({
      ...{ hubId: hub.hubId, key, about: about.account, groupId: about.groupId, messages, ciphertexts },
      category: categories[random.below(categories.length)] ?? 'other',
    });
    return { entry: ledger.open(report, reporter), token: hub.token({ accountId: reporter, groups: [about.groupId] }) };
  }

  async function client(): Promise<void> {
    while (!finishing) {
      const { entry, token } = await next();
      if (random.chance(0.1)) {
        await device.submitOnce(entry, token);
      } else {
        const twice = random.chance(0.1);
        await Promise.all([device.submit(entry, token), twice ? device.submit(entry, token) : null]);
        await Promise.all([device.upload(entry), twice ? device.upload(entry) : null]);
        if (random.chance(0.1)) await device.submit(entry, token);
      }
      await sleep(20 + random.below(80));
    }
  }

  return {
    next,
    follow(entry, token) {
      running.push(device.submit(entry, token).then(() => device.upload(entry)));
    },
    start() {
      for (let index = 0; index < clients; index++) running.push(client());
      // Awaited in finish(); a test that fails before never asks.
      for (const one of running) one.catch(() => {});
    },
    async finish() {
      finishing = true;
      await Promise.all(running);
    },
  };
}

async function sealingKey(serverUrl: string): Promise<SealingPublicKey> {
  const config = ReportConfig.parse(await (await fetch(`${serverUrl}/v1/report-config`)).json());
  const [key] = config.sealingKeys;
  if (key === undefined) throw new Error('the server names no sealing key');
  return key;
}

async function suspect(hub: SampleHub, name: string): Promise<Suspect> {
  const account = hub.account(name);
  const groupId = hub.newGroup();
  const messages: KeptMessage[] = [];
  for (const text of ['hello', 'are you there', 'I will hurt you']) {
    messages.push(await hub.text(account, groupId, text));
  }
  return { account, groupId, messages };
}
