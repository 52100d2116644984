import type { Effect } from './effect.ts';

/** One check taken out of the verifier, or made weaker, by hand. */
export interface Mutant {
  /** Source file below `packages`, e.g. `franking/src/reader.ts`. */
  file: string;
  /** Occurs in the file exactly once. */
  find: string;
  replace: string;
  /** Id of the attack that passes without the check, or, with `in`, words out of the title of another test. */
  killedBy: string;
  /** Test file below `packages/franking/test`, where it is not an attack that notices. */
  in?: string;
  /** What the check is for. */
  why: string;
  /** The decoder falls over without the check, and the test notices an error that is no FrankingError. Else a crash is no kill. */
  crashes?: boolean;
}

export type MutantResult =
  /** `test` fails now: what it says is impossible has happened. */
  | { outcome: 'passes'; effect: Effect; test: string }
  /** The attack is still refused, under another code: `test` notices no more than that. */
  | { outcome: 'code-only'; test: string }
  | {
      outcome: 'survived' | 'not-found-once' | 'load-error' | 'crashed' | 'fails-unmutated';
      detail: string;
    };

/** Shorthand for the mutants of one file. */
export type Row = [find: string, replace: string, killedBy: string, why: string, crashes?: 'crashes'];

export function mutantsOf(file: string, rows: readonly Row[], testFile?: string): Mutant[] {
  return rows.map(([find, replace, killedBy, why, crashes]) => ({
    ...{ file, find, replace, killedBy, why, crashes: crashes !== undefined },
    ...(testFile !== undefined && !/^[A-D]\d+$/.test(killedBy) && { in: testFile }),
  }));
}
