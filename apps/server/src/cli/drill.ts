import type { Deps } from '../deps.ts';
import type { DrillStep } from '../drill/collect-steps.ts';
import { runDrill } from '../drill.ts';
import { runAlbumDrill } from '../drill-albums.ts';
import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';

export interface DrillCommandOptions {
  readonly json?: boolean;
  readonly person?: boolean;
}

/** `what`: reports, or albums. */
export async function drill(
  context: CommandContext,
  what: 'reports' | 'albums',
  { json = false, person = false }: DrillCommandOptions,
): Promise<ExitCode> {
  const run = (deps: Deps): Promise<DrillStep[]> =>
    what === 'albums' ? runAlbumDrill(deps, { person }) : runDrill(deps);
  const config = loadConfig(context.environment);
  const { deps, close } = await openDeps(config, { log: createLog(config.logLevel), attach: true });
  try {
    const steps = await run(deps);
    const ok = steps.every((step) => step.ok);
    const lines = steps.map((step) => `${step.ok ? 'ok    ' : 'BROKEN'}  ${step.name}: ${step.detail}`);
    answer(context, json, { ok, steps }, lines);
    return ok ? exitCodes.ok : exitCodes.failed;
  } finally {
    await close();
  }
}
