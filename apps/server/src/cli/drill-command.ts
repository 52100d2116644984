import { Argument, type Command } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';
import type { DrillCommandOptions } from './drill.ts';

type Add = (name: string, description: string, help: string) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse drill`. The command itself loads when it runs. */
export function addDrillCommand(context: CommandContext, add: Add, report: Report): void {
  add('drill', 'rehearse the whole path on this installation with harmless material', drillHelp)
    .addArgument(new Argument('[what]', 'what to rehearse').choices(['reports', 'albums']).default('reports'))
    .option('--person', 'albums: leave the decision to a person at the console, and wait for them')
    .action(async (what: 'reports' | 'albums', options: DrillCommandOptions) => {
      const { drill } = await import('./drill.ts');
      report(await drill(context, what, options));
    });
}

const drillHelp = `
Sends marked, harmless material the whole way and says which step broke, if one did. Needs a running installation's
settings; nobody is sanctioned and no delivery service is told.
  wellhouse drill          a report: handed in, verified, found as a case, closed
  wellhouse drill albums   pictures of a shared album: a harmless one is released, marked ones are held by the list "drill" and
                           found as a case. With --person somebody answers them in the console while the drill waits.`;
