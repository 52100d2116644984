import type { WellhouseStorage } from '../storage/wellhouse-storage.ts';
import { momentOf } from './moments.ts';

/**
 * Forgets who went, who came when, and who was pointed out. Who is in the groups stays, as if seen for the first time: the app shows
 * that anyhow, and none of them is pointed out from now on.
 */
export async function forgetPeople(storage: WellhouseStorage): Promise<void> {
  const blocks = new Map((await storage.list('block')).map((block) => [block.accountId, momentOf(block)]));
  // a name that somebody took after they were blocked must not become one of before
  const isOfLater = (accountId: string, since: number): boolean => since > (blocks.get(accountId) ?? since);
  for (const { groupId } of await storage.list('people')) {
    await storage.update('people', groupId, (current) => {
      const here = (current?.people ?? []).filter(({ goneAt }) => goneAt === null);
      const people = here.map((person) =>
        isOfLater(person.accountId, person.since) ? person : { ...person, since: 0 },
      );
      return { ...current, groupId, people };
    });
  }
  const pairs = await storage.list('recontact');
  await storage.write(pairs.map((pair) => ({ store: 'recontact', key: pairKey(pair), value: null })));
}

/** Key of what was found about a pair. */
export function pairKey({ blocked, accountId }: { blocked: string; accountId: string }): string {
  return `${blocked}|${accountId}`;
}
