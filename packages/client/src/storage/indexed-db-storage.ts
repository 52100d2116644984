import { type IDBPDatabase, openDB } from 'idb';
import { type StoredRecords, type StoreName, storeNames, type WellhouseStorage } from './wellhouse-storage.ts';

/** 2: `hubTime`. 3: `appeal`. 4: prompts, and who is in a group. 5: `young`. */
const schemaVersion = 5;

/**
 * Keeps everything in an IndexedDB database of this name, for one account on one device
 * (for example `wellhouse:ana@messenger.example`). Opened at first use.
 *
 * Reports are written with `durability: 'strict'`: the promise resolves after the browser flushed to the disk.
 */
export function indexedDbStorage(name: string): WellhouseStorage {
  let opened: Promise<IDBPDatabase> | null = null;
  const database = (): Promise<IDBPDatabase> => {
    opened ??= open(name, () => {
      opened = null;
    });
    return opened;
  };
  return {
    async get<K extends StoreName>(store: K, key: string) {
      const value: StoredRecords[K] | undefined = await (await database()).get(store, key);
      return value;
    },
    async list<K extends StoreName>(store: K) {
      const values: StoredRecords[K][] = await (await database()).getAll(store);
      return values;
    },
    async write(changes) {
      if (changes.length === 0) return;
      const stores = [...new Set(changes.map((change) => change.store))];
      const transaction = (await database()).transaction(stores, 'readwrite', { durability: 'strict' });
      try {
        const writes = changes.map(async ({ store, key, value }) => {
          const target = transaction.objectStore(store);
          await (value === null ? target.delete(key) : target.put(value, key));
        });
        await Promise.all(writes);
      } catch (error) {
        // what was queued before the change that failed must not commit by itself
        abandon(transaction);
        throw error;
      }
      await transaction.done;
    },
    async update(store, key, change) {
      const transaction = (await database()).transaction(store, 'readwrite', { durability: 'relaxed' });
      try {
        const next = change(await transaction.store.get(key));
        await (next === null ? transaction.store.delete(key) : transaction.store.put(next, key));
      } catch (error) {
        abandon(transaction);
        throw error;
      }
      await transaction.done;
    },
  };
}

function abandon(transaction: { done: Promise<void>; abort(): void }): void {
  transaction.done.catch(() => {});
  try {
    transaction.abort();
  } catch {
    // it has aborted by itself
  }
}

function open(name: string, onClosed: () => void): Promise<IDBPDatabase> {
  const opening = openDB(name, schemaVersion, {
    upgrade(db) {
      for (const store of storeNames) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
    },
    blocking(_current, _blocked, event) {
      // another tab runs a newer version: let it upgrade, and open again at the next use
      if (event.target instanceof IDBDatabase) event.target.close();
      onClosed();
    },
    terminated: onClosed,
  });
  opening.catch(onClosed);
  return opening;
}
