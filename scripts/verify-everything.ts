/** `npm run verify`: the checks of `npm test` without its tests, for use while working. */
import { run } from './lib/run.ts';
import { checkSteps } from './steps.ts';

let failed = 0;
for (const step of checkSteps) {
  const result = await run(step.command, step.args);
  console.log(`${result.code === 0 ? '✓' : '✗'} ${step.name}`);
  if (result.code !== 0) {
    failed++;
    console.log(result.output);
  }
}
console.log(`${checkSteps.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
