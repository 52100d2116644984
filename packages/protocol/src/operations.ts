import { z } from 'zod';
import { albumOperations } from './album-operations.ts';
import { appealOperations } from './appeal-operations.ts';
import { careOperations } from './care-operations.ts';
import {
  AnswerHeldDecision,
  BeginEvidenceView,
  CaseList,
  CasePage,
  CaseSummary,
  DecisionView,
  Delivery,
  EvidenceView,
  ListCasesQuery,
  MakeDecision,
  Policy,
  ReportEvidenceView,
  WriteNote,
} from './cases.ts';
import { decisionOperations } from './decision-operations.ts';
import { HeldDecision } from './decisions.ts';
import { findOperations } from './find-operations.ts';
import { HubKeys, PutHubKeys } from './hubs.ts';
import { listOperations } from './list-operations.ts';
import { noteOperations } from './note-operations.ts';
import { numberOperations } from './number-operations.ts';
import type { Operation } from './operation.ts';
import { CaseId, DecisionId, HubId, ReportId, Sha256Hex, StaffId, ViewId } from './primitives.ts';
import { qualityOperations } from './quality-operations.ts';
import { queueOperations } from './queue-operations.ts';
import { ReportConfig, ReportConfigQuery } from './report-config.ts';
import { ReportReceipt, ReportView, SubmitReport } from './reports.ts';
import { signalOperations } from './signal-operations.ts';
import { AuditEntry, FirstLogin, InviteStaff, Login, Me, StaffInvitation, StaffMember, UpdateStaff } from './staff.ts';
import { staffOperations } from './staff-operations.ts';

/** The whole API. A name here is the `operationId` and the file that serves it, in kebab case. */
export const operations = {
  // intake
  getReportConfig: {
    method: 'GET',
    path: '/v1/report-config',
    access: 'public',
    summary: 'What a device needs to report: questions, limits, keys',
    query: ReportConfigQuery,
    success: [200, ReportConfig],
  },
  submitReport: {
    method: 'POST',
    path: '/v1/reports',
    access: 'reporter',
    summary: 'Hand in a sealed report; answered only once it is durable',
    body: SubmitReport,
    success: [201, ReportReceipt],
  },
  putReportAttachment: {
    method: 'PUT',
    path: '/v1/reports/:reportId/attachments/:sha256',
    access: 'receipt',
    summary: 'Upload one announced ciphertext',
    params: z.object({ reportId: ReportId, sha256: Sha256Hex }),
    binaryBody: true,
    success: [204, null],
  },
  getReport: {
    method: 'GET',
    path: '/v1/reports/:reportId',
    access: 'receipt',
    summary: 'Where a report stands',
    params: z.object({ reportId: ReportId }),
    success: [200, ReportView],
  },
  putHubKeys: {
    method: 'PUT',
    path: '/v1/hubs/:hubId/keys',
    access: 'hub',
    summary: "Publish a hub's stamp keys",
    params: z.object({ hubId: HubId }),
    body: PutHubKeys,
    success: [200, HubKeys],
  },
  // staff
  firstLogin: {
    method: 'POST',
    path: '/v1/staff/first-login',
    access: 'public',
    summary: 'Exchange a one-time link for an account',
    body: FirstLogin,
    success: [200, Me],
  },
  login: {
    method: 'POST',
    path: '/v1/staff/login',
    access: 'public',
    summary: 'Log in',
    body: Login,
    success: [200, Me],
  },
  logout: {
    method: 'POST',
    path: '/v1/staff/logout',
    access: 'staff',
    beforeSetUp: true,
    summary: 'Log out',
    success: [204, null],
  },
  getMe: {
    method: 'GET',
    path: '/v1/staff/me',
    access: 'staff',
    beforeSetUp: true,
    summary: 'Who I am and what I may do',
    success: [200, Me],
  },
  listStaff: {
    method: 'GET',
    path: '/v1/staff',
    access: 'staff.read',
    summary: 'The team',
    success: [200, z.strictObject({ staff: z.array(StaffMember) })],
  },
  inviteStaff: {
    method: 'POST',
    path: '/v1/staff',
    access: 'staff.manage',
    fresh: true,
    summary: 'Add a member; answers with a one-time link',
    body: InviteStaff,
    success: [201, StaffInvitation],
  },
  updateStaff: {
    method: 'PATCH',
    path: '/v1/staff/:staffId',
    access: 'staff.manage',
    fresh: true,
    summary: "Change a member's roles or lock the account",
    params: z.object({ staffId: StaffId }),
    body: UpdateStaff,
    success: [200, StaffMember],
  },
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    access: 'audit.read',
    summary: 'Who did and looked at what',
    query: z.object({
      object: z.string().max(200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    success: [200, z.strictObject({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })],
  },
  // review
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    access: 'queue.read',
    summary: 'The queue, worst first',
    query: ListCasesQuery,
    success: [200, CaseList],
  },
  claimNext: {
    method: 'POST',
    path: '/v1/queue/claim-next',
    access: 'case.claim',
    summary: 'Claim the worst case that nobody holds',
    success: [200, CaseSummary],
  },
  getCase: {
    method: 'GET',
    path: '/v1/cases/:caseId',
    access: 'case.read',
    summary: 'One case without its evidence',
    params: z.object({ caseId: CaseId }),
    success: [200, CasePage],
  },
  claimCase: {
    method: 'POST',
    path: '/v1/cases/:caseId/claim',
    access: 'case.claim',
    summary: 'Claim a case, or keep a claim alive',
    params: z.object({ caseId: CaseId }),
    success: [200, CaseSummary],
  },
  releaseCase: {
    method: 'DELETE',
    path: '/v1/cases/:caseId/claim',
    access: 'case.claim',
    summary: 'Give a claim back',
    params: z.object({ caseId: CaseId }),
    success: [204, null],
  },
  writeNote: {
    method: 'POST',
    path: '/v1/cases/:caseId/notes',
    access: 'note.write',
    summary: 'Write an internal note',
    params: z.object({ caseId: CaseId }),
    body: WriteNote,
    success: [204, null],
  },
  beginEvidenceView: {
    method: 'POST',
    path: '/v1/evidence-views',
    access: 'evidence.view',
    summary: 'Open the evidence of a case; logged first',
    body: BeginEvidenceView,
    success: [201, EvidenceView],
  },
  reportEvidenceView: {
    method: 'PATCH',
    path: '/v1/evidence-views/:viewId',
    access: 'evidence.view',
    summary: 'Say how much was looked at, and for how long',
    params: z.object({ viewId: ViewId }),
    body: ReportEvidenceView,
    success: [204, null],
  },
  getEvidencePicture: {
    method: 'GET',
    path: '/v1/evidence-views/:viewId/attachments/:attachmentId',
    access: 'evidence.view',
    summary: 'A picture, decoded and re-encoded by the server',
    params: z.object({ viewId: ViewId, attachmentId: z.string().max(64) }),
    success: [200, 'binary'],
  },
  // decisions
  listPolicies: {
    method: 'GET',
    path: '/v1/policies',
    access: 'case.read',
    summary: 'The policies in force',
    success: [200, z.strictObject({ policies: z.array(Policy) })],
  },
  makeDecision: {
    method: 'POST',
    path: '/v1/cases/:caseId/decisions',
    access: 'decision.make',
    summary: 'Decide a claimed case',
    params: z.object({ caseId: CaseId }),
    body: MakeDecision,
    success: [201, DecisionView],
  },
  listHeldDecisions: {
    method: 'GET',
    path: '/v1/decisions/held',
    access: 'decision.approve',
    summary: 'Decisions that wait for a second person',
    success: [200, z.strictObject({ decisions: z.array(HeldDecision) })],
  },
  answerHeldDecision: {
    method: 'POST',
    path: '/v1/decisions/:decisionId/answer',
    access: 'decision.approve',
    fresh: true,
    summary: 'Approve or refuse a held decision of another person',
    params: z.object({ decisionId: DecisionId }),
    body: AnswerHeldDecision,
    success: [200, DecisionView],
  },
  // enforcement
  listDeliveries: {
    method: 'GET',
    path: '/v1/deliveries',
    access: 'delivery.read',
    summary: 'Actions on their way to the delivery services',
    query: z.object({ state: z.enum(['pending', 'delivered', 'dead', 'withdrawn']).optional() }),
    success: [200, z.strictObject({ deliveries: z.array(Delivery) })],
  },
  ...findOperations,
  ...listOperations,
  ...albumOperations,
  ...appealOperations,
  ...careOperations,
  ...decisionOperations,
  ...noteOperations,
  ...numberOperations,
  ...qualityOperations,
  ...queueOperations,
  ...signalOperations,
  ...staffOperations,
} as const satisfies Record<string, Operation>;
export type OperationId = keyof typeof operations;
