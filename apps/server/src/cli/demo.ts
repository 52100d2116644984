import { seedDemo } from '../demo.ts';
import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';
import { progressBar } from './progress-bar.ts';
import { progressLines } from './progress-lines.ts';

export interface DemoCommandOptions {
  readonly json?: boolean;
  readonly cases: number;
  readonly days: number;
  readonly seed: number;
}

export async function demoSeed(context: CommandContext, options: DemoCommandOptions): Promise<ExitCode> {
  const { json = false, cases, days, seed } = options;
  const config = loadConfig(context.environment);
  // A line for each of thousands of reports would bury the bar.
  const { deps, close } = await openDeps(config, { log: createLog('error'), attach: true, durable: false });
  const watched = process.stderr.isTTY && !json;
  const bar = watched ? progressBar('Reports', true) : progressLines('Reports', context.writeError);
  try {
    const made = await seedDemo(deps, { cases, days, seed, onProgress: bar.at });
    bar.end();
    answer(context, json, made, [
      `${made.reports} reports came in ${made.cases} cases. Decided: ${made.decided}. Waiting for a second person: ${made.held}. Open: ${made.open}.`,
      `Appeals: ${made.appeals}, ${made.openAppeals} of them still open. Decisions judged a second time: ${made.secondReviews}.`,
      `${made.staff} made-up members worked on them. Log in as yourself: wellhouse serve prints the link.`,
    ]);
    return exitCodes.ok;
  } finally {
    bar.end();
    await close();
  }
}
