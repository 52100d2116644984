import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { answerQualityReview } from './answer-review.ts';
import { checkQualityDraws } from './check-draws.ts';
import { getCalibration } from './get-calibration.ts';
import { answerGoldenCase, listGoldenCases, proposeGoldenCase, retireGoldenCase } from './golden-cases.ts';
import { getQualityDesk } from './load-results.ts';
import { loadReviewPage } from './load-review-page.ts';
import { getQualityPlan, putQualityPlan } from './plan.ts';
import { beginQualityView, reportQualityView } from './quality-view.ts';
import { settleDisagreement } from './settle-disagreement.ts';
import { leaveQualityReview, takeQualityReview } from './take-review.ts';

/** Registers the operations of this folder. */
export function registerQuality(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'getQualityDesk', ({ staff }) => getQualityDesk(deps, staff));
  registerOperation(app, 'takeQualityReview', ({ staff }) => takeQualityReview(deps, staff));
  registerOperation(app, 'getQualityReview', ({ params, staff }) =>
    loadReviewPage(deps, staff.staffId, params.reviewId),
  );
  registerOperation(app, 'leaveQualityReview', ({ params, staff }) =>
    leaveQualityReview(deps, staff.staffId, params.reviewId),
  );
  registerOperation(app, 'beginQualityView', ({ params, staff }) => beginQualityView(deps, staff, params.reviewId));
  registerOperation(app, 'reportQualityView', ({ params, staff, body }) =>
    reportQualityView(deps, staff.staffId, params, body),
  );
  registerOperation(app, 'answerQualityReview', ({ params, staff, body }) =>
    answerQualityReview(deps, staff.staffId, params.reviewId, body),
  );
  registerOperation(app, 'getCalibration', ({ query }) => getCalibration(deps, query.days));
  registerOperation(app, 'settleDisagreement', ({ params, staff, body }) =>
    settleDisagreement(deps, staff.staffId, params.reviewId, body),
  );
  registerOperation(app, 'getQualityPlan', () => getQualityPlan(deps));
  registerOperation(app, 'putQualityPlan', ({ staff, body }) => putQualityPlan(deps, staff.staffId, body));
  registerOperation(app, 'checkQualityDraws', ({ query }) => checkQualityDraws(deps, query));
  registerOperation(app, 'listGoldenCases', async () => ({ golden: await listGoldenCases(deps.database.kysely) }));
  registerOperation(app, 'proposeGoldenCase', ({ staff, body }) => proposeGoldenCase(deps, staff.staffId, body));
  registerOperation(app, 'answerGoldenCase', ({ params, staff, body }) =>
    answerGoldenCase(deps, staff.staffId, params.goldenId, body),
  );
  registerOperation(app, 'retireGoldenCase', ({ params, staff }) =>
    retireGoldenCase(deps, staff.staffId, params.goldenId),
  );
}
