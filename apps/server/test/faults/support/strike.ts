import { sendAndStrike } from './broken-request.ts';
import type { Fleet } from './fleet.ts';
import type { KillPoint } from './kill-points.ts';
import type { KilledWorld } from './killed-world.ts';
import type { ServerProcess } from './server-process.ts';

const patienceMs = 120_000;

/** Kills the server in the moment when it comes to this step. @throws when it never does */
export async function strikeAt(
  point: KillPoint,
  { world, server, fleet }: { world: KilledWorld; server: ServerProcess; fleet: Fleet },
): Promise<void> {
  if ('request' in point) {
    const { entry, token } = await fleet.next();
    await sendAndStrike(world.url, entry, token, point.request, () => server.kill());
    server.kill();
    fleet.follow(entry, token);
    return;
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const limit = setTimeout(() => reject(new Error(`come to "${point.name}": not in two minutes`)), patienceMs);
  world.proxy?.arm(point.wire, () => {
    server.kill();
    resolve();
  });
  try {
    await promise;
  } finally {
    clearTimeout(limit);
    world.proxy?.disarm();
  }
}
