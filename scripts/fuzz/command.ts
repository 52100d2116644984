import { parseArgs } from 'node:util';
import type { AnyTarget, FuzzResult } from './engine.ts';

/** The command line of a package's fuzzer: parses, runs target after target, prints, and sets the exit status. */
export function fuzzCommand(file: string, targets: readonly AnyTarget[]): void {
  // a refusal is the common case, and its stack is never looked at
  Error.stackTraceLimit = 0;
  process.exitCode = runCommand(file, targets);
}

function runCommand(file: string, targets: readonly AnyTarget[]): number {
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const names = targets.map(({ name }) => name);
  if (values.help || values.list) {
    console.log(values.help ? help(file, names) : names.join('\n'));
    return 0;
  }
  const wanted = values.target ?? names;
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) return refuse(`no target "${unknown}"; there are ${names.join(', ')}`);
  const cases = wholeNumber(values.cases);
  if (cases === null || cases === 0) return refuse(`--cases takes a whole number from 1, got "${values.cases}"`);
  const seed = wholeNumber(values.seed ?? String(Date.now() % 2 ** 32));
  if (seed === null || seed >= 2 ** 32) return refuse(`--seed takes a whole number below 2^32, got "${values.seed}"`);

  const results: FuzzResult[] = [];
  for (const target of targets.filter(({ name }) => wanted.includes(name))) {
    const result = target.fuzz({ seed, cases, progress: (done) => showProgress(target.name, done, cases) });
    clearProgress();
    results.push(result);
    if (!values.json) console.log(line(result));
  }
  if (values.json) console.log(JSON.stringify({ seed, node: process.version, results }, null, 2));
  const total = results.reduce((sum, result) => sum + result.cases, 0);
  const findings = results.filter(({ finding }) => finding !== null).length;
  if (!values.json) console.log(`${total} cases over ${results.length} targets, seed ${seed}: ${findings} findings`);
  return findings > 0 ? 1 : 0;
}

function readOptions() {
  return parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      cases: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      target: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      list: { type: 'boolean' },
    },
  }).values;
}

function help(file: string, names: readonly string[]): string {
  return `Feeds decoders with damaged input and watches that they refuse it in their own words.

Usage: npx node --conditions=wellhouse-src ${file} [--cases N] [--seed N] [--target NAME]... [--json]

  --cases N      cases for each target (100000)
  --seed N       repeats a run exactly; otherwise taken from the clock and printed
  --target NAME  only this target, may be given again
  --list         the names of the targets
  --json         figures and findings as JSON on standard output

Targets: ${names.join(', ')}

Each case takes an entry of the corpus (at first the test vectors), damages it, and lets the decoder read it. A finding is an
error of another class than the decoder's own, an accepted input that does not encode to the same bytes again, or memory that
grows. Exit status: 0 nothing found, 1 findings (each with its input), 2 wrong use. Then: make a regression test out of the input.

  npx node --conditions=wellhouse-src ${file} --cases 1000000 --seed 7
  npx node --conditions=wellhouse-src ${file} --target ${names[0] ?? 'NAME'} --json`;
}

function line({ target, cases, accepted, behaviours, corpus, milliseconds, peakMiB, finding }: FuzzResult): string {
  const rate = Math.round(cases / Math.max(milliseconds / 1000, 0.001));
  const figures = `${cases} cases, ${accepted} accepted, ${behaviours.length} behaviours, corpus ${corpus}, ${rate}/s, +${peakMiB} MiB`;
  if (finding === null) return `${target}: ${figures}`;
  return `${target}: FOUND at case ${finding.case} with seed ${finding.seed}\n  ${finding.error}\n  input: ${finding.input}`;
}

function showProgress(name: string, done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const filled = Math.floor((width * done) / all);
  process.stderr.write(
    `\r${name} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor((100 * done) / all)} %`,
  );
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

function wholeNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function refuse(reason: string): number {
  console.error(`fuzz: ${reason} (--help explains)`);
  return 2;
}
