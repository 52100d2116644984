/** Child process of run-mutants.ts: gets a mutant, answers with its result, one after the other. */
import type { Mutant } from './mutant.ts';
import { installMutantLoader } from './mutant-loader.ts';
import { tryMutant } from './try-mutant.ts';

installMutantLoader();
process.on('message', (mutant: Mutant) => {
  void tryMutant(mutant).then((result) => process.send?.(result));
});
