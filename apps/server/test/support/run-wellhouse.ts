import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const bin = join(import.meta.dirname, '../../bin/wellhouse.mjs');

export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export function startWellhouse(args: readonly string[], environment: Record<string, string>): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, WELLHOUSE_LOG_LEVEL: 'warn', ...environment };
  return spawn(process.execPath, [bin, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs a command to its end, as a shell would. */
export function runWellhouse(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  const child = startWellhouse(args, environment);
  child.stdin?.end(input);
  return finished(child);
}

export function finished(child: ChildProcess): Promise<Finished> {
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })));
}

/** The next line of output as JSON; rejects when the process ends before. */
export function nextLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${errors}`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
}
