import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { createJobWorker } from '../worker.ts';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';
import { runUntilStopped } from './run-until-stopped.ts';

export async function work(context: CommandContext, json: boolean): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const log = createLog(config.logLevel);
  const { deps, close } = await openDeps(config, { log, attach: true });
  const worker = createJobWorker(deps);
  worker.start();
  answer(context, json, { event: 'ready' }, ['Working. Ctrl-C ends it cleanly.']);
  await runUntilStopped(async () => {
    await worker.stop();
    await close();
  });
  return exitCodes.ok;
}
