import type { Verdict } from '../verdict.ts';

/** What a classifier says about one picture. It stays on the device. */
export interface PictureVerdict extends Verdict {
  /**
   * The picture is one of the five with DRILL across them, which exist for rehearsals; the model was not asked. A drill is never a
   * finding: whoever counts, logs or reports verdicts leaves it out.
   */
  readonly drill: boolean;
}
