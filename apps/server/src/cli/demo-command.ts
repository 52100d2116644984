import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';
import type { DemoCommandOptions } from './demo.ts';

type Add = (name: string, description: string, help: string, parent: Command) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse demo seed`. The command itself loads when it runs. */
export function addDemoCommand(program: Command, context: CommandContext, add: Add, report: Report): void {
  const demo = program.command('demo').description('fill an empty installation to look around in');
  demo.helpOption('--help', 'explain this command').helpCommand(false);
  add('seed', "make up some days of a team's work", seedHelp, demo)
    .option('--cases <n>', 'how many cases are planned; reports after a decision open more', number(1, 200_000), 5_000)
    .option('--days <n>', 'over how many days; the last one is today', number(1, 60), 7)
    .option('--seed <n>', 'the same number gives the same reports', number(0, 4_294_967_295), 1)
    .action(async (options: DemoCommandOptions) => {
      const { demoSeed } = await import('./demo.ts');
      report(await demoSeed(context, options));
    });
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

const seedHelp = `
For an installation without cases: it refuses another. Reports are made up from harmless sentences in four languages, stamped
and sealed as a device does, and worked off by seven made-up members who cannot log in. They belong to the delivery
service demo.wellhouse, which has no webhook: nobody is told anything.

  WELLHOUSE_STATE=/tmp/look-around wellhouse demo seed --cases 5000
  WELLHOUSE_STATE=/tmp/look-around wellhouse serve`;
