/** `npx node --conditions=wellhouse-src packages/sealing/scripts/fuzz.ts --help` explains it; docs/spec/fuzzing.md says what came of it. */
import { fuzzCommand } from '../../../scripts/fuzz/command.ts';
import { targets } from '../test/fuzz/targets.ts';

fuzzCommand('packages/sealing/scripts/fuzz.ts', targets);
