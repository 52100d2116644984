/** Takes the place of `node:test` while a mutant runs: collects tests instead of running them, so that one process can try hundreds. */
interface TestContext {
  name: string;
  diagnostic(): void;
  after(task: () => unknown): void;
  test(name: string, run: TestFunction): Promise<void>;
}
type TestFunction = (context: TestContext) => unknown;

export interface CollectedTest {
  title: string;
  run(): Promise<void>;
}

export const collected: CollectedTest[] = [];
const path: string[] = [];

export function describe(name: string, ...rest: unknown[]): void {
  path.push(name);
  callback(rest)({ name, diagnostic() {}, after() {}, test: async () => {} });
  path.pop();
}

export function test(name: string, ...rest: unknown[]): void {
  const run = callback(rest);
  collected.push({ title: [...path, name].join(' > '), run: () => runOne(name, run) });
}

export const it = test;
export const suite = describe;

async function runOne(name: string, run: TestFunction): Promise<void> {
  const tasks: (() => unknown)[] = [];
  try {
    await run({
      name,
      diagnostic() {},
      after: (task) => void tasks.push(task),
      test: runOne,
    });
  } finally {
    for (const task of tasks.reverse()) await task();
  }
}

function callback(rest: readonly unknown[]): TestFunction {
  const run = rest.at(-1);
  return typeof run === 'function' ? (context) => run(context) : () => {};
}
