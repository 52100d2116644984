import type { StoredBlock, WellhouseStorage } from '../storage/wellhouse-storage.ts';

/** Key of the last moment, beside the groups; no group has this id. */
const key = '.moment';

/**
 * The next moment on this device: later than every one before, and this device's clock where that agrees. What came before what is
 * asked of moments, since a clock that was ahead for a day would turn it round.
 */
export async function nextMoment({
  storage,
  clock,
}: {
  storage: WellhouseStorage;
  clock: () => number;
}): Promise<number> {
  // what was written down by the clock alone, by versions that had no moments
  const first = (await storage.get('people', key)) === undefined ? await latestByClock(storage) : 0;
  let moment = 0;
  await storage.update('people', key, (current) => {
    moment = Math.max(clock(), (current?.moment ?? first) + 1);
    return { groupId: key, people: [], moment };
  });
  return moment;
}

/** When somebody was blocked, as moments go. */
export function momentOf({ moment, blockedAt }: StoredBlock): number {
  return moment ?? blockedAt;
}

async function latestByClock(storage: WellhouseStorage): Promise<number> {
  const [groups, blocks] = [await storage.list('people'), await storage.list('block')];
  const seen = groups.flatMap(({ people }) => people.flatMap(({ since, goneAt }) => [since, goneAt ?? 0]));
  return [...seen, ...blocks.map(({ blockedAt }) => blockedAt)].reduce((a, b) => Math.max(a, b), 0);
}
