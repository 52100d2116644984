/**
 * Kills a real server with `kill -9` over a running load, again and again, and then checks that every acknowledged report
 * is there exactly once. `npx node --conditions=wellhouse-src apps/server/test/faults/kill-loop.ts [--kills N] [--seed N] [--json]`
 *
 * Three quarters of the kills leave the database alone, and every other one of them comes at a chosen step of intake or
 * of the worker; the rest take the embedded database down with the server. Ends with 1 when a promise was broken.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createFleet, type Fleet } from './support/fleet.ts';
import { type KillPoint, killPoints } from './support/kill-points.ts';
import { createKilledWorld, type KilledWorld } from './support/killed-world.ts';
import { createLedger } from './support/ledger.ts';
import { createSampleHub } from './support/sample-hub.ts';
import { type SeededRandom, seededRandom } from './support/seeded-random.ts';
import type { ServerProcess } from './support/server-process.ts';
import { strikeAt } from './support/strike.ts';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const kills = Number(options.kills);
const seed = Number(options.seed);
const embeddedKills = Math.floor(kills / 4);

interface Tally {
  kills: number;
  /** Kills by the step at which they came. */
  at: Record<string, number>;
  reports: number;
  acknowledged: number;
  attachments: number;
  violations: string[];
}

const total: Tally = { kills: 0, at: {}, reports: 0, acknowledged: 0, attachments: 0, violations: [] };
const started = performance.now();
for (const [kind, count] of [
  ['separate', kills - embeddedKills],
  ['embedded', embeddedKills],
] as const) {
  if (count > 0) add(await run(kind, count));
}
const seconds = Math.round((performance.now() - started) / 100) / 10;
for (const violation of total.violations) console.error(violation);
console.error(
  `${total.kills} kills, ${total.acknowledged} of ${total.reports} reports acknowledged, ${total.violations.length} promises broken, ${seconds} s`,
);
if (options.json) console.log(JSON.stringify({ seed, seconds, ...total }));
process.exit(total.violations.length === 0 ? 0 : 1);

async function run(kind: 'separate' | 'embedded', count: number): Promise<Tally> {
  const tally: Tally = { kills: 0, at: {}, reports: 0, acknowledged: 0, attachments: 0, violations: [] };
  const random = seededRandom(seed);
  const hub = createSampleHub();
  const ledger = createLedger();
  const points = shuffled(killPoints, random);
  const log: string[] = [];
  const world = await createKilledWorld(kind, hub, (line) => {
    log.push(line);
    if (log.length > 200) log.shift();
  });
  let server = world.start();
  try {
    await server.ready;
    await hub.publishKeys(world.url);
    const fleet = await createFleet({ serverUrl: world.url, hub, ledger, random, clients: 6 });
    fleet.start();
    for (let number = 0; number < count; number++) {
      const at = await killOnce({ world, server, fleet, random, points, number });
      await server.exited;
      tally.kills += 1;
      tally.at[at] = (tally.at[at] ?? 0) + 1;
      if (options.json) process.stderr.write(`\r${kind}: ${number + 1} of ${count} kills `);
      server = world.start();
    }
    await server.ready;
    await fleet.finish();
    // A last death, so that the jobs that dead workers held can be given back while nobody works.
    server.kill();
    await server.exited;
    server = world.start();
    await server.ready;
    await world.letTimePass();
    tally.violations = await world.settle(ledger);
    await server.stop();
  } catch (error) {
    console.error(log.join('\n'));
    throw error;
  } finally {
    server.kill();
    await server.exited;
    await world.close();
  }
  const entries = [...ledger.entries.values()];
  tally.reports = entries.length;
  tally.acknowledged = entries.filter((entry) => entry.receipt !== null).length;
  tally.attachments = entries.reduce((sum, entry) => sum + entry.uploaded.size, 0);
  if (tally.violations.length > 0) console.error(log.join('\n'));
  return tally;
}

interface Round {
  world: KilledWorld;
  server: ServerProcess;
  fleet: Fleet;
  random: SeededRandom;
  points: readonly KillPoint[];
  number: number;
}

/** Kills the server once and says at which step. */
async function killOnce({ world, server, fleet, random, points, number }: Round): Promise<string> {
  if (number % 10 === 9) {
    // While it starts: keys, migrations, the database's recovery.
    await sleep(random.below(1_500));
    server.kill();
    return 'start';
  }
  await server.ready;
  const chosen = world.proxy !== null && number % 2 === 1;
  const point = chosen ? points[((number - 1) / 2) % points.length] : undefined;
  if (point !== undefined) {
    await strikeAt(point, { world, server, fleet });
    return point.name;
  }
  await sleep(random.below(700));
  const postmaster = random.chance(0.5) ? await world.postmaster() : null;
  server.kill();
  if (postmaster === null) return world.proxy === null ? 'chance, database stops' : 'chance';
  process.kill(postmaster, 'SIGKILL');
  return 'chance, database killed';
}

function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  return items
    .map((item) => ({ item, place: random.fraction() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function add(tally: Tally): void {
  total.kills += tally.kills;
  for (const [at, count] of Object.entries(tally.at)) total.at[at] = (total.at[at] ?? 0) + count;
  total.reports += tally.reports;
  total.acknowledged += tally.acknowledged;
  total.attachments += tally.attachments;
  total.violations.push(...tally.violations);
}
