import { runDrill } from '../drill.ts';
import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';

export async function drill(context: CommandContext, json: boolean): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const { deps, close } = await openDeps(config, { log: createLog(config.logLevel), attach: true });
  try {
    const steps = await runDrill(deps);
    const ok = steps.every((step) => step.ok);
    const lines = steps.map((step) => `${step.ok ? 'ok    ' : 'BROKEN'}  ${step.name}: ${step.detail}`);
    answer(context, json, { ok, steps }, lines);
    return ok ? exitCodes.ok : exitCodes.failed;
  } finally {
    await close();
  }
}
