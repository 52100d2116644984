import { Worker } from 'node:worker_threads';
import type { WorkerEvents, WorkerLine } from '../runtime/worker-line.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** The program that looks at pictures. */
export const pictureProgram = new URL(`./picture-worker-main${extension}`, import.meta.url);

/**
 * A worker thread without environment, arguments or input, and with a limit on memory.
 * @param file the program; another one in tests
 */
export function startThread(
  { message, died }: WorkerEvents,
  file: URL = new URL(`./worker-main${extension}`, import.meta.url),
): WorkerLine {
  const worker = new Worker(file, {
    name: 'wellhouse-classifier',
    env: {},
    argv: [],
    execArgv: ['--no-warnings'],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  worker.on('message', message);
  worker.on('messageerror', (error) => died(error.message));
  worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => died(`its worker ended with code ${code}`));
  return {
    post: (sent, transfer) => worker.postMessage(sent, transfer),
    close() {
      worker.removeAllListeners();
      // an error after the end is nobody's any more
      worker.on('error', () => undefined);
      void worker.terminate();
    },
  };
}
