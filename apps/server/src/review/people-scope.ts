import type { CaseLimits } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import { caseWithin } from '../staff/may-case.ts';

/** Of whom the people are read, and by whom. */
export interface PeopleScope {
  readonly caseId: string;
  readonly hubId: string;
  readonly drill: boolean;
  readonly now: Date;
  /** Which rows of `case_file` the reader may learn of, even in a number. */
  readonly seen: RawBuilder<boolean>;
}

/**
 * Cases within the reader's limits, and none that they review blind: how many of somebody's reports were upheld would say what was
 * decided there. Rehearsals are for themselves.
 */
export function seenCases(staffId: string, limits: CaseLimits, drill: boolean): RawBuilder<boolean> {
  return sql<boolean>`(${caseWithin(limits)} and case_file.drill = ${drill} and not exists (
    select from quality_review blind where blind.case_id = case_file.case_id and blind.staff_id = ${staffId}::uuid
      and blind.state = 'taken'))`;
}
