import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { findForPerson, findForReporter } from './appeal-party.ts';
import { claimHearing, claimNextHearing, releaseHearing } from './claim-hearing.ts';
import { decideHearing } from './decide-hearing.ts';
import { getHearing } from './get-hearing.ts';
import { getReportingStanding } from './get-reporting-standing.ts';
import { decideMeasureHearing, getMeasureHearing, listMeasureHearings } from './hear-measure.ts';
import { listHearings } from './list-hearings.ts';
import { listMisuse } from './list-misuse.ts';
import { makeAppeal } from './make-appeal.ts';
import { getMeasureAppeal, makeMeasureAppeal } from './make-measure-appeal.ts';
import { markUnfounded } from './mark-unfounded.ts';
import { getOwnAppeal } from './own-appeal.ts';
import { endMeasure, takeMeasure } from './take-measure.ts';

/** Registers the operations of this folder. */
export function registerAppeals(app: FastifyInstance, deps: Deps): void {
  const { kysely } = deps.database;
  registerOperation(app, 'makeAppeal', async ({ params, reporter, body }) =>
    makeAppeal(deps, await findForPerson(kysely, reporter, params.decisionId), body),
  );
  registerOperation(app, 'getAppeal', async ({ params, reporter }) =>
    getOwnAppeal(deps, await findForPerson(kysely, reporter, params.decisionId)),
  );
  registerOperation(app, 'makeReportAppeal', async ({ receipt, body }) =>
    makeAppeal(deps, await findForReporter(kysely, receipt.reportId), body),
  );
  registerOperation(app, 'getReportAppeal', async ({ receipt }) =>
    getOwnAppeal(deps, await findForReporter(kysely, receipt.reportId)),
  );
  registerOperation(app, 'getReportingStanding', ({ reporter }) => getReportingStanding(deps, reporter));

  registerOperation(app, 'makeMeasureAppeal', ({ params, reporter, body }) =>
    makeMeasureAppeal(deps, reporter, params.measureId, body),
  );
  registerOperation(app, 'getMeasureAppeal', ({ params, reporter }) =>
    getMeasureAppeal(deps, reporter, params.measureId),
  );
  registerOperation(app, 'listMeasureHearings', ({ staff, query }) =>
    listMeasureHearings(deps, staff.staffId, query.state),
  );
  registerOperation(app, 'getMeasureHearing', ({ staff, params }) =>
    getMeasureHearing(deps, staff.staffId, params.measureId),
  );
  registerOperation(app, 'decideMeasureHearing', ({ staff, params, body }) =>
    decideMeasureHearing(deps, staff.staffId, params.measureId, body),
  );

  registerOperation(app, 'listHearings', ({ staff, query }) => listHearings(deps, staff, query.state));
  registerOperation(app, 'getHearing', ({ staff, params }) => getHearing(deps, staff.staffId, params.hearingId));
  registerOperation(app, 'claimNextHearing', ({ staff }) => claimNextHearing(deps, staff));
  registerOperation(app, 'claimHearing', ({ staff, params }) => claimHearing(deps, staff.staffId, params.hearingId));
  registerOperation(app, 'releaseHearing', ({ staff, params }) =>
    releaseHearing(deps, staff.staffId, params.hearingId),
  );
  registerOperation(app, 'decideHearing', ({ staff, params, body }) =>
    decideHearing(deps, staff.staffId, params.hearingId, body),
  );

  registerOperation(app, 'markUnfounded', ({ staff, params, body }) =>
    markUnfounded(deps, staff.staffId, params.caseId, body),
  );
  registerOperation(app, 'listMisuse', ({ staff }) => listMisuse(deps, staff.limits('misuse.manage')));
  registerOperation(app, 'takeMeasure', ({ staff, body }) => takeMeasure(deps, staff.staffId, body));
  registerOperation(app, 'endMeasure', ({ staff, params, body }) =>
    endMeasure(deps, staff.staffId, params.measureId, body),
  );
}
