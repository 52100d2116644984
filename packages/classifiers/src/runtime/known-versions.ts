import type { VersionMemory } from './options.ts';

/** The highest versions of packs that were in use: in the life of a classifier, and as far as the device remembers. */
export interface KnownVersions {
  all(): Record<string, number>;
  saw(versions: Readonly<Record<string, number>>): void;
}

/** A memory that throws costs nothing but what it would have known. */
export function createKnownVersions(memory: VersionMemory | null | undefined): KnownVersions {
  const seen: Record<string, number> = { __proto__: null as never };
  const raise = (to: Record<string, number>, from: Readonly<Record<string, number>>) => {
    for (const [name, version] of Object.entries(from)) to[name] = Math.max(to[name] ?? 0, version);
  };
  return {
    all() {
      const found: Record<string, number> = { __proto__: null as never };
      try {
        raise(found, memory?.all() ?? {});
      } catch {
        // what was seen since the start is known all the same
      }
      raise(found, seen);
      return found;
    },
    saw(versions) {
      raise(seen, versions);
      for (const [name, version] of Object.entries(versions)) {
        try {
          memory?.saw(name, version);
        } catch {
          // it will not be known after the next start
        }
      }
    },
  };
}
