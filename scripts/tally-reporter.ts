import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Closes a vitest run with the plain line `N passed, N failed, N skipped`. A module that failed to load and an error
 * outside of any test count as failures: nothing that went wrong may leave the line green.
 */
class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((other) => other === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + broken + unhandled.length;
    console.log(`${count('passed')} passed, ${failed} failed, ${count('skipped') + count('pending')} skipped`);
  }
}

// biome-ignore lint/style/noDefaultExport: vitest takes a reporter file by its default export
export default TallyReporter;
