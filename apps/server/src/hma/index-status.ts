import { sql } from 'kysely';
import type { KnownPictures } from '../lists/known/known-pictures.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { badRequest } from './hma-error.ts';
import { signalNameOf, signalTypes } from './signal-types.ts';

/** State of the index of one type of signal; `built_to` is a time in Unix seconds, or -1. */
export interface IndexState {
  readonly present: boolean;
  readonly built_to: number;
  readonly size: number;
}

interface Count {
  readonly name: string;
  readonly size: number;
  readonly newest: number;
}

/** Says how many signals of each type can be found; counts a list again only when it has changed. */
export interface IndexStatus {
  /** Whether every list has been taken in once, without waiting for it. */
  isReady(): boolean;
  /** @param type one type; undefined: all. @throws HmaError 400 */
  states(executor: Executor, type: string | undefined): Promise<Record<string, IndexState>>;
}

export function createIndexStatus(known: () => KnownPictures): IndexStatus {
  const counted = new Map<string, { version: string; counts: Promise<Count[]> }>();
  let ready = false;
  let loading = false;

  function isReady(): boolean {
    if (!ready && !loading) {
      loading = true;
      known()
        .ready()
        .then(
          () => {
            ready = true;
          },
          () => {
            // The next question tries again.
            loading = false;
          },
        );
    }
    return ready;
  }

  async function countsOf(executor: Executor): Promise<Count[]> {
    const lists = await executor
      .selectFrom('list')
      .select(['list_id', 'version'])
      .where('kind', '=', 'known')
      .where('state', '<>', 'withdrawn')
      .execute();
    const all = lists.map(({ list_id: listId, version }) => {
      const before = counted.get(listId);
      if (before?.version === version) return before.counts;
      const counts = countList(executor, listId);
      counted.set(listId, { version, counts });
      // A count that failed is none.
      counts.catch(() => counted.delete(listId));
      return counts;
    });
    return (await Promise.all(all)).flat();
  }

  return {
    isReady,
    async states(executor, type) {
      const names = signalTypes.map(({ name }) => name).filter((name) => type === undefined || name === type);
      if (names.length === 0) throw badRequest(`No such signal type '${type}'`);
      const present = isReady();
      const counts = await countsOf(executor);
      return Object.fromEntries(
        names.map((name) => {
          const own = counts.filter((count) => count.name === name);
          const size = own.reduce((sum, count) => sum + count.size, 0);
          const builtTo = Math.max(-1, ...own.map(({ newest }) => newest));
          return [name, { present, built_to: present ? builtTo : -1, size: present ? size : 0 }];
        }),
      );
    },
  };
}

/** Reads a list's entries once: seconds for ten million. */
async function countList(executor: Executor, listId: string): Promise<Count[]> {
  const rows = await executor
    .selectFrom('list_entry')
    .select(['kind', 'media'])
    .select(sql<number>`count(*)::float8`.as('size'))
    .select(sql<number>`floor(extract(epoch from max(added_at)))::float8`.as('newest'))
    .where('list_id', '=', listId)
    .where('status', 'in', ['live', 'quarantined'])
    .groupBy(['kind', 'media'])
    .execute();
  return rows.flatMap(({ size, newest, ...row }) => {
    const name = signalNameOf(row);
    return name === null ? [] : [{ name, size, newest }];
  });
}
