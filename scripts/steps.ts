/** Every check and every test run, in order. CONTRIBUTING.md lists the same steps with the command for each. */
import { globSync } from 'node:fs';
import { root } from './lib/run.ts';

export interface Step {
  name: string;
  kind: 'check' | 'tests';
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  needs?: 'chromium' | 'postgres18' | 'postgres15';
  /** Some of its tests are skipped without ffmpeg; without the headless shell they run in the whole Chromium, and longer. */
  uses?: 'ffmpeg' | 'headless-shell';
}

const node = process.execPath;
const sources = '--conditions=wellhouse-src';

function check(name: string, command: string, ...args: string[]): Step {
  return { name, kind: 'check', command, args };
}

function tests(name: string, patterns: readonly string[], extra: Partial<Step> & { files?: number } = {}): Step {
  const { files = 2, ...rest } = extra;
  // without a pattern the runner would take every test of the repository
  if (patterns.length === 0) throw new Error(`list the steps: no file belongs to “${name}”`);
  const args = [sources, '--test', `--test-concurrency=${files}`, ...patterns];
  return { name, kind: 'tests', command: node, args, ...rest };
}

const packages = [
  ...['taxonomy', 'franking', 'sealing', 'fingerprint', 'matching', 'classifiers', 'protocol', 'hub', 'client'],
];

const serverTests = globSync('apps/server/test/**/*.test.ts', { cwd: root }).sort();

/**
 * Not asked of an older PostgreSQL a second time (ADR 0129): the command line and what is killed, flooded, cut off or
 * hostile, which is about processes, disks and parsers or starts a PostgreSQL of its own. Asked all the same is what
 * holds SQL of its own, and several servers on one database.
 */
const once = /\/(cli|faults)\/|\/(check-killed|embedded-postgres|upload-flood|upload-killed|worker-killed)\.test\.ts$/;
const allTheSame = /\/(cli\/audit|faults\/two-[a-z-]+)\.test\.ts$/;
const serverSqlTests = serverTests.filter((file) => !once.test(file) || allTheSame.test(file));

const needsOf: Readonly<Record<string, Partial<Step>>> = {
  fingerprint: { uses: 'ffmpeg' },
  classifiers: { needs: 'chromium' },
};

export const checkSteps: Step[] = [
  check('format and lint', 'biome', 'ci', '--error-on-warnings', '.'),
  check('types', 'tsc', '-b'),
  check('types of tests and scripts', 'tsc', '-p', 'tsconfig.tests.json'),
  check('imports point down', node, 'scripts/checks/check-imports.ts'),
  check('unused code', 'knip'),
  check('licences', node, 'scripts/checks/check-licences.ts'),
  check('API description', node, 'scripts/checks/check-openapi.ts'),
  check('README examples', node, 'scripts/checks/check-readmes.ts'),
  check('links', node, 'scripts/checks/check-links.ts'),
  check('helplines', node, sources, 'scripts/checks/check-helplines.ts'),
  check('build of the web apps', node, sources, 'scripts/build-apps.ts', '--force'),
];

export const testSteps: Step[] = [
  tests('scripts', ['scripts/test/**/*.test.ts']),
  ...packages.map((name) => tests(`package ${name}`, [`packages/${name}/test/**/*.test.ts`], needsOf[name])),
  {
    name: 'package client-ui (Chromium)',
    kind: 'tests',
    command: 'vitest',
    args: ['run', '--root', 'packages/client-ui'],
    needs: 'chromium',
  },
  tests('server on embedded PostgreSQL 18', serverTests, { needs: 'postgres18', uses: 'ffmpeg' }),
  tests('server on PostgreSQL 15', serverSqlTests, { needs: 'postgres15', uses: 'ffmpeg' }),
  tests('messenger', ['apps/messenger/test/**/*.test.ts'], { needs: 'chromium', uses: 'headless-shell' }),
  tests('console', ['apps/console/test/**/*.test.ts'], { needs: 'chromium', uses: 'headless-shell', files: 1 }),
  tests('the whole story (Chromium)', ['test/story/**/*.test.ts'], { needs: 'chromium', files: 1 }),
];
