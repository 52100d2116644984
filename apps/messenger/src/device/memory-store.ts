import type { DeviceStore, TableName, Tables, Write } from './store.ts';

type Maps = { [K in TableName]: Map<string, Tables[K]> };

/** Remembers nothing beyond the process. Values are copied both ways, as a database does. */
export function memoryStore(): DeviceStore {
  const maps: Maps = {
    identity: new Map(),
    keyPackage: new Map(),
    group: new Map(),
    message: new Map(),
    outgoing: new Map(),
    account: new Map(),
    accountState: new Map(),
    picture: new Map(),
    album: new Map(),
    albumUpload: new Map(),
  };
  return {
    async get(table, key) {
      return structuredClone(maps[table].get(key));
    },
    async list(table, prefix = '') {
      const found = [...maps[table]].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
      return structuredClone(found.map(([, value]) => value));
    },
    async write(changes) {
      for (const change of structuredClone([...changes])) put(maps, change);
    },
  };
}

function put(maps: Maps, { table, key, value }: Write): void {
  const map: Map<string, Tables[TableName]> = maps[table];
  if (value === null) map.delete(key);
  else map.set(key, value);
}
