import type { StoredRecords, StoreName, WellhouseStorage } from './wellhouse-storage.ts';

type Stores = { [K in StoreName]: Map<string, StoredRecords[K]> };

/** Keeps everything in memory: for tests, and for messengers that want nothing on the disk. Gone when the page closes. */
export function memoryStorage(): WellhouseStorage {
  const stores: Stores = {
    config: new Map(),
    group: new Map(),
    report: new Map(),
    ciphertext: new Map(),
    block: new Map(),
    hubTime: new Map(),
    appeal: new Map(),
    promptSettings: new Map(),
    prompt: new Map(),
    promptLog: new Map(),
    people: new Map(),
    recontact: new Map(),
    young: new Map(),
  };
  return {
    async get(store, key) {
      return structuredClone(stores[store].get(key));
    },
    async list(store) {
      const records = [...stores[store]].sort(([a], [b]) => (a < b ? -1 : 1));
      return records.map(([, value]) => structuredClone(value));
    },
    async write(changes) {
      const copies = structuredClone(changes);
      for (const change of copies) put(stores, change.store, change.key, change.value);
    },
    async update(store, key, change) {
      const next = structuredClone(change(structuredClone(stores[store].get(key))));
      put(stores, store, key, next);
    },
  };
}

function put<K extends StoreName>(stores: Stores, store: K, key: string, value: StoredRecords[StoreName] | null): void {
  const target: Map<string, StoredRecords[StoreName]> = stores[store];
  if (value === null) target.delete(key);
  else target.set(key, value);
}
