import { runCommand } from '../../src/cli/run-command.ts';

/** Runs a command line in this process and returns what it printed. */
export async function captureCommand(args: readonly string[], environment: Record<string, string> = {}) {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await runCommand(args, {
    environment,
    write: (text) => output.push(text),
    writeError: (text) => errors.push(text),
  });
  return { code, output: output.join(''), errors: errors.join('') };
}
