import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A program that answers each line with one line, in order: a peer that was built elsewhere, or our own code behind the
 * same protocol. It inherits the cores of the bench, so that what is compared runs on the same core in turns.
 */
export interface LineProcess {
  readonly pid: number;
  /** @throws when the program ends, or answers with a line that begins with `error` */
  ask(line: string): Promise<string>;
  close(): Promise<void>;
}

export function startLineProcess(command: string, parameters: readonly string[] = []): LineProcess {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdin || !child.stdout) throw new Error(`expected pipes to ${command}`);
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  let ended: Error | null = null;
  const end = (reason: string) => {
    ended ??= new Error(`${command} ${reason}`);
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  child.on('error', (error) => end(`does not start: ${error.message}`));
  child.on('exit', (code, signal) => end(`has ended with ${code ?? signal}`));
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (line.startsWith('error')) next?.reject(new Error(`${command}: ${line}`));
    else next?.resolve(line);
  });
  const { stdin } = child;
  return {
    pid: child.pid ?? 0,
    ask: (line) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ resolve, reject });
        stdin.write(`${line}\n`);
      }),
    close: () => closed(child),
  };
}

function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
