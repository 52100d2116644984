import type { EvidenceLevel } from '@wellhouse/protocol';
import { categoryLabelOf } from '../decisions/category-label.ts';
import { categoryOf } from './case-category.ts';
import { rankOf, scoreOf, whyOf } from './score.ts';

interface CaseWeight {
  readonly category: string;
  readonly level: EvidenceLevel;
  readonly reporters: number;
  readonly dangerNow: boolean;
  readonly child: boolean;
  readonly openedAt: Date;
}

/** A case's place in the queue, as its columns hold it. */
export function weighCase(weight: CaseWeight): { score: number; rank: number; why: string } {
  const { leaf } = categoryOf(weight.category);
  const input = {
    severity: leaf.severity,
    lifeDanger: leaf.lifeDanger,
    level: weight.level,
    reporters: weight.reporters,
    dangerNow: weight.dangerNow,
    child: weight.child || leaf.childInvolved,
  };
  const score = scoreOf(input);
  const why = JSON.stringify(whyOf(input, categoryLabelOf(weight.category)));
  return { score, rank: rankOf(score, weight.openedAt), why };
}
