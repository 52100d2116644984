import { availableParallelism } from 'node:os';
import { createCheckTools } from './albums/check-tools.ts';
import { giveUpUploads } from './albums/give-up-uploads.ts';
import type { Deps } from './deps.ts';
import { domainJobs } from './domain-jobs.ts';
import { combineWorkers } from './platform/jobs/combine-workers.ts';
import { createWorker, type Worker, type WorkerOptions } from './platform/jobs/worker.ts';
import { drawReviews } from './quality/draw-reviews.ts';
import { forgetViewers } from './queues/forget-viewers.ts';
import { createWatchClocks } from './queues/watch-clocks.ts';
import { createWatchTakers } from './queues/watch-takers.ts';

/** Lanes of their own: for what waits for another machine's answer, by whose, and for what takes a processor for long. */
type Lane = 'hubs' | 'calls' | 'sources' | 'pictures' | 'videos' | 'fetches';

const lanes: Readonly<Record<string, Lane>> = {
  'deliver-action': 'hubs',
  'send-page': 'calls',
  'sync-list': 'sources',
  'send-list-feedback': 'sources',
  'check-picture': 'pictures',
  'reweigh-picture': 'pictures',
  'check-video': 'videos',
  'fetch-picture': 'fetches',
  'tell-hub-of-picture': 'hubs',
};

/**
 * Works off every kind of job that the features enqueue. A delivery service that hangs delays deliveries only, and a
 * source of lists that hangs delays lists only, an address that hands out pictures slowly delays fetches only; ten thousand
 * pictures that come at once delay no report, and a long video no picture.
 */
export function createJobWorker(deps: Deps, tools = createCheckTools(deps)): Worker {
  const { database, random } = deps;
  const log = deps.log.child({ part: 'work' });
  const handlers = Object.entries(domainJobs(deps, tools));
  const workerOf = (
    lane: Lane | undefined,
    options: Pick<WorkerOptions, 'concurrency' | 'batch' | 'chores' | 'listens'> = {},
  ) =>
    createWorker({
      database,
      random,
      log,
      handlers: Object.fromEntries(handlers.filter(([kind]) => lanes[kind] === lane)),
      ...options,
    });
  // While one picture is written down the next is decoded; a job that is taken early only keeps others from taking it.
  const pictures = availableParallelism() + 1;
  const giveUp = { everyMs: 60_000, what: 'give up uploads', run: () => giveUpUploads(deps) };
  const watch = { everyMs: 10_000, what: 'watch clocks', run: createWatchClocks(deps) };
  const takers = { everyMs: 30_000, what: 'watch who may take what', run: createWatchTakers(deps) };
  const viewers = { everyMs: 60_000, what: 'forget who has left', run: () => forgetViewers(deps) };
  const draw = { everyMs: 30_000, what: 'draw second reviews', run: () => drawReviews(deps) };
  const worker = combineWorkers(
    workerOf(undefined, { chores: [giveUp, watch, takers, viewers, draw] }),
    workerOf('hubs'),
    // Whoever is called is not called later because a mail server hangs.
    workerOf('calls', { concurrency: 16 }),
    workerOf('sources'),
    workerOf('pictures', { concurrency: pictures, batch: 2 * pictures }),
    // They take seconds, so that nobody waits for half of one more; and a connection is one less for all others.
    workerOf('videos', { concurrency: 2, batch: 2, listens: false }),
    workerOf('fetches', { concurrency: 24 }),
  );
  return {
    ...worker,
    async stop(patienceMs) {
      await worker.stop(patienceMs);
      await tools.close();
    },
  };
}
