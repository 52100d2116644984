import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { loadBatch, makeBatchDecision } from './batches.ts';
import { getDecisionSheet } from './get-decision-sheet.ts';
import { listMacros, retireMacro, writeMacro } from './macros.ts';
import { listPolicyVersions } from './policy-versions.ts';
import { previewBatchDecision } from './preview-batch.ts';
import { answerPolicy, proposePolicy, proposePolicyEnd } from './propose-policy.ts';
import { reverseByLead } from './reverse-by-lead.ts';
import { undoDecisionBatch } from './undo-batch.ts';
import { undoDecision } from './undo-decision.ts';

/** Registers what follows a decision, policies, texts of the team, and cases decided together. */
export function registerDecisionDesk(app: FastifyInstance, deps: Deps): void {
  const whoOf = (staff: { staffId: string; permissions: ReadonlySet<string> }) => ({
    staffId: staff.staffId,
    approves: staff.permissions.has('decision.approve'),
  });
  registerOperation(app, 'getDecisionSheet', ({ params, staff }) =>
    getDecisionSheet(deps, whoOf(staff), params.caseId),
  );
  registerOperation(app, 'undoDecision', ({ params, staff, body }) =>
    undoDecision(deps, { ...whoOf(staff), decisionId: params.decisionId, reason: body.reason }),
  );
  registerOperation(app, 'reverseDecision', ({ params, staff, body }) =>
    reverseByLead(deps, staff.staffId, { decisionId: params.decisionId, reason: body.reason }),
  );
  registerOperation(app, 'previewBatchDecision', ({ staff, body }) => previewBatchDecision(deps, staff.staffId, body));
  registerOperation(app, 'makeBatchDecision', ({ staff, body }) => makeBatchDecision(deps, staff.staffId, body));
  registerOperation(app, 'getDecisionBatch', ({ params, staff }) =>
    loadBatch(deps.database.kysely, staff.staffId, params.batchId, whoOf(staff).approves),
  );
  registerOperation(app, 'undoDecisionBatch', ({ params, staff, body }) =>
    undoDecisionBatch(deps, { ...whoOf(staff), batchId: params.batchId, reason: body.reason }),
  );
  registerOperation(app, 'listPolicyVersions', () => listPolicyVersions(deps));
  registerOperation(app, 'proposePolicy', ({ params, staff, body }) =>
    proposePolicy(deps, staff.staffId, params.policyId, body),
  );
  registerOperation(app, 'proposePolicyEnd', ({ params, staff, body }) =>
    proposePolicyEnd(deps, staff.staffId, params.policyId, body),
  );
  registerOperation(app, 'answerPolicy', ({ params, staff, body }) => answerPolicy(deps, staff.staffId, params, body));
  registerOperation(app, 'listMacros', () => listMacros(deps));
  registerOperation(app, 'writeMacro', ({ params, staff, body }) =>
    writeMacro(deps, staff.staffId, params.macroId, body),
  );
  registerOperation(app, 'retireMacro', ({ params, staff }) => retireMacro(deps, staff.staffId, params.macroId));
}
