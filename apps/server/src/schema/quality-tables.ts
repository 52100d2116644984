import type { GoldenCaseTable } from './golden-case.ts';
import type { QualityDrawTable } from './quality-draw.ts';
import type { QualityPlanTable } from './quality-plan.ts';
import type { QualityReviewTable } from './quality-review.ts';

/** Tables of second reviews; one line a table. */
export interface QualityTables {
  quality_plan: QualityPlanTable;
  quality_draw: QualityDrawTable;
  quality_review: QualityReviewTable;
  golden_case: GoldenCaseTable;
}
