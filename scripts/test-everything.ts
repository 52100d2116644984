/**
 * `npm test`: every check and every test; those of the server's SQL on the embedded PostgreSQL and on Debian's PostgreSQL 15.
 * Closes with one line `N passed, N failed`. `--only NAME` runs the steps whose name contains NAME; `--list` lists them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureFfmpeg, findHeadlessShell } from './lib/debian.ts';
import { startDebianPostgres, type TestPostgres } from './lib/debian-postgres.ts';
import { startSharedPostgres } from './lib/embedded-postgres.ts';
import { failuresOf } from './lib/failures.ts';
import { run } from './lib/run.ts';
import { add, readTally, type Tally, tallyLine } from './lib/tally.ts';
import { checkSteps, type Step, testSteps } from './steps.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  console.log(`npm test [-- --only NAME]... [-- --list]

Runs every check (format, lint, types, imports, licences, API drift, README examples) and every test.
The server's tests run on the embedded PostgreSQL 18; those of its SQL once more on Debian's PostgreSQL 15.
Chromium and PostgreSQL 15 are installed by apt when they are missing and this user may; so are, where CI=true, ffmpeg and
Chromium's headless shell. Without ffmpeg, tests of videos are skipped; without the shell, tests of screens take longer.

  --only NAME   only the steps whose name contains NAME; may be repeated
  --list        list the steps`);
  process.exit(0);
}

const steps: Step[] = [...checkSteps, ...testSteps].filter(
  (step) => !options.only || options.only.some((text) => step.name.includes(text)),
);
if (options.list) {
  for (const step of steps) console.log(step.name);
  process.exit(0);
}

let sum: Tally = { passed: 0, failed: 0, skipped: 0 };
const summary: string[] = [];
const failures: string[] = [];

if (steps.some((step) => step.needs === 'chromium')) {
  const missing = await ensureChromium();
  if (missing) console.error(`Browser tests will fail: ${missing}`);
}
if (steps.some((step) => step.uses === 'ffmpeg')) {
  const missing = await ensureFfmpeg();
  if (missing) console.error(`Tests of videos will be skipped: ${missing}`);
}
const headlessShell = steps.some((step) => step.uses === 'headless-shell') ? await findHeadlessShell() : null;
// Most of the time in which a test file starts goes into reading the same sources again.
const compiled = await mkdtemp(join(tmpdir(), 'wellhouse-compiled-'));

try {
  for (const step of steps) {
    console.log(`\n── ${step.name}`);
    const started = Date.now();
    const { tally, output } = await runStep(step);
    sum = add(sum, tally);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    summary.push(`${tally.failed > 0 ? '✗' : '✓'} ${step.name}: ${tallyLine(tally)} (${seconds} s)`);
    if (tally.failed > 0) failures.push(`\n── what failed in ${step.name}`, ...failuresOf(output));
  }
} finally {
  await rm(compiled, { recursive: true, force: true, maxRetries: 10 });
}

if (failures.length > 0) console.log(failures.join('\n'));
console.log(`\n${summary.join('\n')}\n`);
console.log(tallyLine(sum));
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);

async function runStep(step: Step): Promise<{ tally: Tally; output: string }> {
  const postgres = await postgresFor(step);
  if (typeof postgres === 'string') {
    const output = `cannot run: ${postgres}`;
    console.log(output);
    return { tally: { passed: 0, failed: 1, skipped: 0 }, output };
  }
  try {
    return await runWith(step, postgres === null ? {} : { TEST_DATABASE_URL: postgres.url });
  } finally {
    await postgres?.stop();
  }
}

/** The server that all files of a step share, null where it needs none, or why there is none. */
async function postgresFor({ needs }: Step): Promise<TestPostgres | string | null> {
  if (needs === 'postgres18') return startSharedPostgres();
  return needs === 'postgres15' ? startDebianPostgres() : null;
}

async function runWith(step: Step, database: NodeJS.ProcessEnv): Promise<{ tally: Tally; output: string }> {
  const browser = step.uses === 'headless-shell' && headlessShell !== null ? { CHROMIUM: headlessShell } : {};
  const env = { NODE_COMPILE_CACHE: compiled, ...step.env, ...browser, ...database };
  const result = await run(step.command, step.args, { echo: true, env, timeoutMs: 60 * 60_000 });
  if (step.kind === 'check') {
    const passed = result.code === 0 ? 1 : 0;
    return { tally: { passed, failed: 1 - passed, skipped: 0 }, output: result.output };
  }
  const tally = readTally(result.output) ?? { passed: 0, failed: 1, skipped: 0 };
  // a runner that ends badly without counting a failure has failed
  if (result.code !== 0 && tally.failed === 0) tally.failed = 1;
  return { tally, output: result.output };
}
