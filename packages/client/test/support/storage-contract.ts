import type { StoredGroup, StoredReport, WellhouseStorage } from '@wellhouse/client';

export interface ContractTools {
  test(name: string, run: () => Promise<void>): void;
  equal(actual: unknown, expected: unknown): void;
  rejects(promise: Promise<unknown>, message: RegExp): Promise<unknown>;
}

const position = (sequence: bigint) => ({ sequence, acceptedAt: 5, messageHash: new Uint8Array([1, 2, 3]) });
const group = (sequence: bigint): StoredGroup => ({
  groupId: 'Z3JvdXA',
  last: position(sequence),
  previous: null,
  dropped: null,
});
export const report = (reportId: string, createdAt = 1): StoredReport => ({
  ...{ reportId, createdAt, state: 'queued', category: 'other', locale: 'en', wantsNotices: true, groups: [] },
  ...{ subject: { kind: 'account', accountId: 'mal@hub.example' }, sealed: new Uint8Array([9, 9]) },
  ...{ sealingKeyId: 'k', announced: [], pending: [], receipt: null, view: null },
  ...{ attempts: 0, nextAttemptAt: 1, notBefore: 0, problem: null },
});

/** What every storage has to do; `open(name)` opens the same storage again for the same name. */
export function storageContract(open: (name: string) => WellhouseStorage, tools: ContractTools): void {
  const { test, equal, rejects } = tools;
  let count = 0;
  const fresh = (): WellhouseStorage => open(`contract-${++count}-${Math.floor(performance.now())}`);

  test('keeps bigint, bytes and null as they are', async () => {
    const storage = fresh();
    await storage.write([{ store: 'group', key: 'g', value: group(2n ** 60n) }]);
    equal(await storage.get('group', 'g'), group(2n ** 60n));
    equal(await storage.get('group', 'other'), undefined);
  });

  test('lists a store in the order of its keys, and no other store', async () => {
    const storage = fresh();
    await storage.write([
      { store: 'report', key: 'b', value: report('b') },
      { store: 'report', key: 'a', value: report('a') },
      { store: 'block', key: 'c', value: { accountId: 'c', blockedAt: 1 } },
    ]);
    equal(
      (await storage.list('report')).map(({ reportId }) => reportId),
      ['a', 'b'],
    );
  });

  test('writes all changes or none', async () => {
    const storage = fresh();
    await storage.write([{ store: 'report', key: 'a', value: report('a') }]);
    const uncopyable = { ...report('b'), category: (() => 'a function') as unknown as string };
    await rejects(
      storage.write([
        { store: 'report', key: 'a', value: null },
        { store: 'report', key: 'b', value: uncopyable },
      ]),
      /./,
    );
    equal(
      (await storage.list('report')).map(({ reportId }) => reportId),
      ['a'],
    );
  });

  test('deletes', async () => {
    const storage = fresh();
    await storage.write([{ store: 'report', key: 'a', value: report('a') }]);
    await storage.write([{ store: 'report', key: 'a', value: null }]);
    equal(await storage.list('report'), []);
  });

  test('updates one record with nothing in between', async () => {
    const storage = fresh();
    const add = () => storage.update('group', 'g', (current) => group((current?.last?.sequence ?? 0n) + 1n));
    await Promise.all(Array.from({ length: 50 }, add));
    equal((await storage.get('group', 'g'))?.last?.sequence, 50n);
  });

  test('deletes a record if the change says null, and leaves none where there was none', async () => {
    const storage = fresh();
    await storage.write([{ store: 'group', key: 'g', value: group(1n) }]);
    await storage.update('group', 'g', () => null);
    await storage.update('group', 'h', () => null);
    equal(await storage.get('group', 'g'), undefined);
    equal(await storage.list('group'), []);
  });

  test('leaves the record as it was if the change throws, and goes on working', async () => {
    const storage = fresh();
    await storage.write([{ store: 'group', key: 'g', value: group(1n) }]);
    const fail = (): StoredGroup => {
      throw new Error('no such change');
    };
    await rejects(storage.update('group', 'g', fail), /no such change/);
    equal((await storage.get('group', 'g'))?.last?.sequence, 1n);
    await storage.update('group', 'g', () => group(2n));
    equal((await storage.get('group', 'g'))?.last?.sequence, 2n);
  });

  test('what was read or written is a copy', async () => {
    const storage = fresh();
    const value = report('a');
    await storage.write([{ store: 'report', key: 'a', value }]);
    value.state = 'refused';
    const read = await storage.get('report', 'a');
    if (read) read.state = 'decided';
    equal((await storage.get('report', 'a'))?.state, 'queued');
  });
}
