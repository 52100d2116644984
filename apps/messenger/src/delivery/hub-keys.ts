import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HubKey } from '@wellhouse/franking';
import {
  advanceHubKeys,
  type HubKeyPeriods,
  type HubKeyRing,
  hubKeyRingFromJson,
  hubKeyRingToJson,
  noteToldKeys,
  publishedHubKeys,
  type RetiredHubKey,
  type RetiredHubKeyJson,
  retiredHubKeysToJson,
} from '@wellhouse/hub';

export interface HubKeysOptions {
  /** The file that holds all keys, secret ones too. */
  path: string;
  hubId: string;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Instead of those of docs/spec/franking.md §4.2. */
  periods?: HubKeyPeriods;
}

/** The stamp keys of a running service: made, renewed and retired in time, each step in the file before it has effect. */
export interface KeptHubKeys {
  /** What the hub stamps with, and the safety team still verifies with. */
  current(): readonly HubKey[];
  /** Makes and retires what is due; true if that changed the keys, which the hub then has to be given. */
  advance(): Promise<boolean>;
  /** Says once more which keys are retired, and notes that the safety server knows it. */
  tell(send: (retired: readonly RetiredHubKey[]) => Promise<void>): Promise<void>;
  /** The public document of retired keys, with the private keys that are published by now. */
  retired(): RetiredHubKeyJson[];
}

/** @throws {HubKeysError} on a damaged file; it is never overwritten */
export async function openHubKeys({ path, hubId, clock, periods = {} }: HubKeysOptions): Promise<KeptHubKeys> {
  let ring = await readRing(path);

  async function keep(next: HubKeyRing): Promise<boolean> {
    if (next === ring) return false;
    await writeSecret(path, JSON.stringify(hubKeyRingToJson(next), null, 2));
    ring = next;
    return true;
  }

  const kept: KeptHubKeys = {
    current: () => ring.keys,
    // The first id is the time, so that a service which is set up anew never uses an id again with another key.
    advance: () => keep(advanceHubKeys(ring, clock(), { firstKeyId: Math.floor(clock() / 1_000), ...periods })),
    async tell(send) {
      const retired = publishedHubKeys(ring.retired, clock());
      await send(retired);
      await keep(noteToldKeys(ring, retired, clock()));
    },
    retired: () => retiredHubKeysToJson(hubId, publishedHubKeys(ring.retired, clock())),
  };
  await kept.advance();
  return kept;
}

async function readRing(path: string): Promise<HubKeyRing> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { keys: [], retired: [] };
  const json: unknown = JSON.parse(text);
  // the form of a service that never retired a key
  return hubKeyRingFromJson(Array.isArray(json) ? { keys: json, retired: [] } : json);
}

async function writeSecret(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}
