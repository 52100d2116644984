import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type DeviceStore, type TableName, type Tables, tableNames } from './store.ts';

type Schema = DBSchema & { [K in TableName]: { key: string; value: Tables[K] } };

/** One database an account, so that several people can use one browser. */
export async function indexedDbStore(accountId: string): Promise<DeviceStore> {
  const database: IDBPDatabase<Schema> = await openDB<Schema>(`messenger:${accountId}`, 1, {
    upgrade(opened) {
      for (const table of tableNames) opened.createObjectStore(table);
    },
    blocking: () => database.close(),
  });
  return {
    get: (table, key) => database.get(table, key),
    list: (table, prefix = '') => database.getAll(table, IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
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
