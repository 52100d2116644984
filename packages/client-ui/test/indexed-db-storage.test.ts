import { indexedDbStorage } from '@wellhouse/client';
import { describe, expect, test } from 'vitest';
import { report, storageContract } from '../../client/test/support/storage-contract.ts';
import { createWorld, settle } from '../../client/test/support/world.ts';

describe('IndexedDB storage', () => {
  storageContract(indexedDbStorage, {
    test,
    equal: (actual, expected) => expect(actual).toEqual(expected),
    rejects: (promise, message) => expect(promise).rejects.toThrow(message),
  });

  test('holds after it is opened again', async () => {
    const name = `again-${crypto.randomUUID()}`;
    await indexedDbStorage(name).write([{ store: 'report', key: 'a', value: report('a') }]);
    expect((await indexedDbStorage(name).list('report')).length).toBe(1);
  });

  test('two tabs that receive at once agree on one order', async () => {
    const name = `tabs-${crypto.randomUUID()}`;
    const world = await createWorld({ storage: indexedDbStorage(name) });
    const other = world.open(indexedDbStorage(name), { storage: indexedDbStorage(name) });
    await world.wellhouse.config();
    const one = world.hub.text('mal@hub.example', 'one');
    const two = world.hub.text('mal@hub.example', 'two');
    const results = await Promise.all([world.wellhouse.receive(two), other.receive(one), other.receive(two)]);
    expect(results.filter((result) => result.shown && !result.repeated)).toHaveLength(1);
  });

  test('a report written in one session is delivered in the next', async () => {
    const name = `session-${crypto.randomUUID()}`;
    const world = await createWorld({ storage: indexedDbStorage(name) });
    const draft = await world.wellhouse.draft({ messages: [world.hub.text('mal@hub.example', 'x')], reported: 0 });
    draft.set({ category: 'threat.life' });
    const preview = await draft.preview();
    world.server.state.fault = () => 'network';
    await world.wellhouse.send(preview);
    await settle();
    world.wellhouse.close();
    world.server.state.fault = () => null;
    const next = world.open(indexedDbStorage(name), { storage: indexedDbStorage(name) });
    await next.flush();
    expect(world.server.only().bytes).toEqual(preview.payload);
    expect((await next.reports()).map(({ state }) => state)).toEqual(['submitted']);
  });

  test('a database of an earlier version is brought along, with what is in it', async () => {
    const name = `earlier-${crypto.randomUUID()}`;
    await createEarlier(name);
    const storage = indexedDbStorage(name);
    await storage.write([{ store: 'hubTime', key: 'hub.example', value: { hubTime: 5, readAt: 6 } }]);
    expect(await storage.get('hubTime', 'hub.example')).toEqual({ hubTime: 5, readAt: 6 });
    expect((await storage.list('report')).map(({ reportId }) => reportId)).toEqual(['a']);
  });
});

/** A database as version 1 made it, with one report in it. */
function createEarlier(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      for (const store of ['config', 'group', 'report', 'ciphertext', 'block']) {
        opening.result.createObjectStore(store);
      }
      opening.transaction?.objectStore('report').put(report('a'), 'a');
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
}
