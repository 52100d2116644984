import type { FastifyInstance } from 'fastify';
import { answerAlbumPicture } from './albums/answer-album-picture.ts';
import { createUploadCheck } from './albums/authenticate-upload.ts';
import { registerAlbums } from './albums/register-albums.ts';
import { registerAppeals } from './appeals/register-appeals.ts';
import { registerCare } from './care/register-care.ts';
import { recordOrder } from './cases/record-order.ts';
import { answerHeldDecision } from './decisions/answer-held-decision.ts';
import { listHeldDecisions } from './decisions/list-held-decisions.ts';
import { listPolicies } from './decisions/list-policies.ts';
import { makeDecision } from './decisions/make-decision.ts';
import { registerDecisionDesk } from './decisions/register-decision-desk.ts';
import type { Deps } from './deps.ts';
import { listDeliveries } from './enforcement/list-deliveries.ts';
import { registerHma } from './hma/register-hma.ts';
import { createAnyHubCheck, createHubCheck } from './intake/authenticate-hub.ts';
import { createReceiptCheck } from './intake/authenticate-receipt.ts';
import { createReporterCheck } from './intake/authenticate-reporter.ts';
import { getReport } from './intake/get-report.ts';
import { getReportConfig } from './intake/get-report-config.ts';
import { putHubKeys } from './intake/put-hub-keys.ts';
import { putReportAttachment } from './intake/put-report-attachment.ts';
import { createSubmitReport } from './intake/submit-report.ts';
import { answerAlbumRegion } from './lists/answer-album-region.ts';
import { answerListChange } from './lists/answer-list-change.ts';
import { answerQuarantinedEntry } from './lists/answer-quarantined-entry.ts';
import { createList } from './lists/create-list.ts';
import { getList } from './lists/get-list.ts';
import { listAlbumRegions } from './lists/list-album-regions.ts';
import { listLists } from './lists/list-lists.ts';
import { listQuarantinedEntries } from './lists/list-quarantined-entries.ts';
import { proposeAlbumRegion } from './lists/propose-album-region.ts';
import { proposeListChange } from './lists/propose-list-change.ts';
import { requestListSync } from './lists/request-list-sync.ts';
import { createMetricsCheck } from './numbers/authenticate-metrics.ts';
import { registerNumbers } from './numbers/register-numbers.ts';
import { withDrillHub } from './platform/drill-hub.ts';
import type { Authenticators } from './platform/http/authenticators.ts';
import { registerOperation } from './platform/http/register-operation.ts';
import { registerQuality } from './quality/register-quality.ts';
import { registerQueues } from './queues/register-queues.ts';
import { beginEvidenceView } from './review/begin-evidence-view.ts';
import { getCaseDraft, putCaseDraft } from './review/case-drafts.ts';
import { claimCase } from './review/claim-case.ts';
import { claimNext } from './review/claim-next.ts';
import { findCases } from './review/find-cases.ts';
import { getAlbumEvidence } from './review/get-album-evidence.ts';
import { getCase } from './review/get-case.ts';
import { getCasePeople } from './review/get-case-people.ts';
import { getEvidencePicture } from './review/get-evidence-picture.ts';
import { getRelatedCases } from './review/get-related-cases.ts';
import { listCases } from './review/list-cases.ts';
import { registerClaims } from './review/register-claims.ts';
import { releaseCase } from './review/release-case.ts';
import { reportEvidenceView } from './review/report-evidence-view.ts';
import { sendNote } from './review/send-note.ts';
import { writeNote } from './review/write-note.ts';
import { lanesWithin } from './staff/staff-limits.ts';

/** Registers every operation from intake to notices, and those of lists. */
export function registerDomain(app: FastifyInstance, given: Deps): void {
  const deps = withDrillHub(given);
  registerIntake(app, deps);
  registerReview(app, deps);
  registerClaims(app, deps);
  registerDecisions(app, deps);
  registerLists(app, deps);
  registerAlbums(app, deps);
  registerHma(app, deps);
  registerAppeals(app, deps);
  registerCare(app, deps);
  registerDecisionDesk(app, deps);
  registerNumbers(app, deps);
  registerQuality(app, deps);
  registerQueues(app, deps);
}

function registerIntake(app: FastifyInstance, deps: Deps): void {
  const submitReport = createSubmitReport(deps);
  registerOperation(app, 'getReportConfig', ({ query }) => getReportConfig(deps, query));
  registerOperation(app, 'submitReport', ({ reporter, headers, body }) => submitReport(reporter, headers, body));
  registerOperation(app, 'putReportAttachment', ({ params, body }) =>
    putReportAttachment(deps, { reportId: params.reportId, sha256: params.sha256, bytes: body }),
  );
  registerOperation(app, 'getReport', ({ receipt }) => getReport(deps, receipt.reportId));
  registerOperation(app, 'putHubKeys', ({ hub, body }) => putHubKeys(deps, hub.hubId, body));
}

function registerReview(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'listCases', ({ query, staff }) =>
    listCases(deps, query, lanesWithin(staff.limits('queue.read'))),
  );
  registerOperation(app, 'findCases', ({ query, staff }) =>
    findCases(deps, staff.staffId, { text: query.text, limits: staff.limits('queue.read') }),
  );
  registerOperation(app, 'claimNext', ({ staff }) => claimNext(deps, staff.staffId));
  registerOperation(app, 'getCase', ({ params, staff }) => getCase(deps, staff.staffId, params.caseId));
  registerOperation(app, 'getCasePeople', ({ params, query, staff }) =>
    getCasePeople(deps, { ...params, viewId: query.viewId ?? null, staffId: staff.staffId }, staff.limits('case.read')),
  );
  registerOperation(app, 'getRelatedCases', ({ params, staff }) =>
    getRelatedCases(deps, params.caseId, lanesWithin(staff.limits('case.read'))),
  );
  registerOperation(app, 'getCaseDraft', ({ params, staff }) => getCaseDraft(deps, staff.staffId, params.caseId));
  registerOperation(app, 'putCaseDraft', ({ params, staff, body }) =>
    putCaseDraft(deps, staff.staffId, { ...params, ...body }),
  );
  registerOperation(app, 'claimCase', ({ params, staff }) => claimCase(deps, params.caseId, staff.staffId));
  registerOperation(app, 'releaseCase', ({ params, staff }) => releaseCase(deps, params.caseId, staff.staffId));
  registerOperation(app, 'writeNote', ({ params, staff, body }) =>
    writeNote(deps, params.caseId, staff.staffId, body.text),
  );
  registerOperation(app, 'sendNote', ({ params, staff, body }) => sendNote(deps, staff.staffId, params.caseId, body));
  registerOperation(app, 'recordOrder', ({ params, staff, body }) =>
    recordOrder(deps, staff.staffId, params.caseId, body),
  );
  registerOperation(app, 'beginEvidenceView', ({ staff, body }) => beginEvidenceView(deps, staff.staffId, body));
  registerOperation(app, 'reportEvidenceView', ({ params, staff, body }) =>
    reportEvidenceView(deps, staff.staffId, params.viewId, body),
  );
  registerOperation(app, 'getEvidencePicture', ({ params, staff }) => getEvidencePicture(deps, staff.staffId, params));
  registerOperation(app, 'getAlbumEvidence', ({ params, staff }) => getAlbumEvidence(deps, staff.staffId, params));
  registerOperation(app, 'answerAlbumPicture', ({ params, staff, body }) =>
    answerAlbumPicture(deps, staff.staffId, params, body),
  );
}

function registerDecisions(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'listPolicies', () => listPolicies(deps));
  registerOperation(app, 'makeDecision', ({ params, staff, body }) =>
    makeDecision(deps, staff.staffId, params.caseId, body),
  );
  registerOperation(app, 'listHeldDecisions', ({ staff }) => listHeldDecisions(deps, staff.staffId));
  registerOperation(app, 'answerHeldDecision', ({ params, staff, body }) =>
    answerHeldDecision(deps, staff.staffId, params.decisionId, body),
  );
  registerOperation(app, 'listDeliveries', ({ query, staff }) =>
    listDeliveries(deps, query.state, staff.limits('delivery.read')),
  );
}

function registerLists(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'listLists', () => listLists(deps));
  registerOperation(app, 'createList', ({ staff, body }) => createList(deps, staff.staffId, body));
  registerOperation(app, 'getList', ({ params }) => getList(deps, params.listId));
  registerOperation(app, 'requestListSync', ({ params, staff }) => requestListSync(deps, staff.staffId, params.listId));
  registerOperation(app, 'proposeListChange', ({ params, staff, body }) =>
    proposeListChange(deps, staff.staffId, params.listId, body),
  );
  registerOperation(app, 'answerListChange', ({ params, staff, body }) =>
    answerListChange(deps, staff.staffId, params, body),
  );
  registerOperation(app, 'listQuarantinedEntries', ({ params }) => listQuarantinedEntries(deps, params.listId));
  registerOperation(app, 'answerQuarantinedEntry', ({ params, staff, body }) =>
    answerQuarantinedEntry(deps, staff.staffId, params, body),
  );
  registerOperation(app, 'listAlbumRegions', () => listAlbumRegions(deps));
  registerOperation(app, 'proposeAlbumRegion', ({ params, staff, body }) =>
    proposeAlbumRegion(deps, staff.staffId, params.region, body),
  );
  registerOperation(app, 'answerAlbumRegion', ({ params, staff, body }) =>
    answerAlbumRegion(deps, staff.staffId, params, body),
  );
}

/** The checks of reporters, receipts and hubs; those of staff come from staff/. */
export function domainAuthenticators(given: Deps): Omit<Authenticators, 'staff' | 'mayCase' | 'veil' | 'within'> {
  const deps = withDrillHub(given);
  return {
    reporter: createReporterCheck(deps),
    receipt: createReceiptCheck(deps),
    hub: createHubCheck(deps),
    // Not the drill's: nothing rehearses there.
    anyHub: createAnyHubCheck(given),
    upload: createUploadCheck(deps),
    metrics: createMetricsCheck(given),
  };
}
