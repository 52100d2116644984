import { z } from 'zod';
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
import { HubKeys, PutHubKeys } from './hubs.ts';
import {
  AnswerListChange,
  AnswerQuarantinedEntry,
  CreateList,
  List,
  ListChange,
  ListChangeId,
  ListId,
  ListPage,
  ProposeListChange,
  QuarantinedEntry,
} from './lists.ts';
import { CaseId, DecisionId, HubId, ReportId, Sha256Hex, StaffId, ViewId } from './primitives.ts';
import { ReportConfig, ReportConfigQuery } from './report-config.ts';
import { ReportReceipt, ReportView, SubmitReport } from './reports.ts';
import {
  AuditEntry,
  FirstLogin,
  InviteStaff,
  Login,
  Me,
  type Permission,
  StaffInvitation,
  StaffMember,
  UpdateStaff,
} from './staff.ts';

/**
 * Who may call an operation.
 * `public`: anyone · `reporter`: bearer token from the delivery service · `receipt`: the report's receipt token ·
 * `hub`: bearer API secret of a delivery service · `staff`: any logged-in member · else the named permission.
 */
export type Access = 'public' | 'reporter' | 'receipt' | 'hub' | 'staff' | Permission;

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body is bytes, not JSON. */
  readonly binaryBody?: boolean;
  /** Success status and its body; null for none; 'binary' for bytes. */
  readonly success: readonly [status: number, body: z.ZodType | null | 'binary'];
}

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
  logout: { method: 'POST', path: '/v1/staff/logout', access: 'staff', summary: 'Log out', success: [204, null] },
  getMe: {
    method: 'GET',
    path: '/v1/staff/me',
    access: 'staff',
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
    summary: 'Add a member; answers with a one-time link',
    body: InviteStaff,
    success: [201, StaffInvitation],
  },
  updateStaff: {
    method: 'PATCH',
    path: '/v1/staff/:staffId',
    access: 'staff.manage',
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
    success: [200, z.strictObject({ decisions: z.array(DecisionView) })],
  },
  answerHeldDecision: {
    method: 'POST',
    path: '/v1/decisions/:decisionId/answer',
    access: 'decision.approve',
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
    query: z.object({ state: z.enum(['pending', 'delivered', 'dead']).optional() }),
    success: [200, z.strictObject({ deliveries: z.array(Delivery) })],
  },
  // lists
  listLists: {
    method: 'GET',
    path: '/v1/lists',
    access: 'list.read',
    summary: 'Lists of known fingerprints: state, entries, syncs',
    success: [200, z.strictObject({ lists: z.array(List) })],
  },
  createList: {
    method: 'POST',
    path: '/v1/lists',
    access: 'list.propose',
    summary: 'Add a list; it only counts matches until two people make it active',
    body: CreateList,
    success: [201, List],
  },
  getList: {
    method: 'GET',
    path: '/v1/lists/:listId',
    access: 'list.read',
    summary: 'One list and what made its last versions',
    params: z.object({ listId: ListId }),
    success: [200, ListPage],
  },
  requestListSync: {
    method: 'POST',
    path: '/v1/lists/:listId/sync',
    access: 'list.propose',
    summary: 'Fetch a list now instead of at its next time',
    params: z.object({ listId: ListId }),
    success: [202, null],
  },
  proposeListChange: {
    method: 'POST',
    path: '/v1/lists/:listId/changes',
    access: 'list.propose',
    summary: 'Ask for a change that takes a second person',
    params: z.object({ listId: ListId }),
    body: ProposeListChange,
    success: [201, ListChange],
  },
  answerListChange: {
    method: 'POST',
    path: '/v1/lists/:listId/changes/:changeId/answer',
    access: 'list.approve',
    summary: 'Approve or refuse a change to a list',
    params: z.object({ listId: ListId, changeId: ListChangeId }),
    body: AnswerListChange,
    success: [200, ListChange],
  },
  listQuarantinedEntries: {
    method: 'GET',
    path: '/v1/lists/:listId/quarantine',
    access: 'list.read',
    summary: 'Entries set aside because they match too much',
    params: z.object({ listId: ListId }),
    success: [200, z.strictObject({ entries: z.array(QuarantinedEntry) })],
  },
  answerQuarantinedEntry: {
    method: 'POST',
    path: '/v1/lists/:listId/quarantine/:entryId/answer',
    access: 'list.approve',
    summary: 'Release an entry that was set aside, or rule it out',
    params: z.object({ listId: ListId, entryId: z.string().regex(/^[1-9]\d{0,17}$/) }),
    body: AnswerQuarantinedEntry,
    success: [204, null],
  },
} as const satisfies Record<string, Operation>;
export type OperationId = keyof typeof operations;
