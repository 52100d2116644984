import { openDB } from 'idb';
import { type DeviceStore, type TableName, type Tables, tableNames } from './store.ts';

/** One database an account, so that several people can use one browser. */
export async function indexedDbStore(accountId: string): Promise<DeviceStore> {
  const database = await openDB(`messenger:${accountId}`, 2, {
    upgrade(opened) {
      for (const table of tableNames) {
        if (!opened.objectStoreNames.contains(table)) opened.createObjectStore(table);
      }
    },
    blocking: () => database.close(),
  });
  return {
    async get<K extends TableName>(table: K, key: string) {
      const value: Tables[K] | undefined = await database.get(table, key);
      return value;
    },
    async list<K extends TableName>(table: K, prefix = '') {
      const values: Tables[K][] = await database.getAll(table, IDBKeyRange.bound(prefix, `${prefix}\uffff`));
      return values;
    },
    async write(changes) {
      if (changes.length === 0) return;
      const tables = [...new Set(changes.map((change) => change.table))];
      // Keys are used once: what went out must not come back after a power cut.
      const transaction = database.transaction(tables, 'readwrite', { durability: 'strict' });
      const writes: Promise<unknown>[] = changes.map(({ table, key, value }) => {
        const store = transaction.objectStore(table);
        return value === null ? store.delete(key) : store.put(value, key);
      });
      await Promise.all([...writes, transaction.done]);
    },
  };
}
