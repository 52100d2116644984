import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { askForHelp } from './ask-for-help.ts';
import { assignCase } from './assign-case.ts';
import { closeMention } from './close-mention.ts';
import { getDesk } from './get-desk.ts';
import { handOverCase } from './hand-over-case.ts';
import { keepCase } from './keep-case.ts';
import { listColleagues } from './list-colleagues.ts';

/** Who has a case, who looks at it, and how it goes from one to another. */
export function registerClaims(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'keepCase', ({ params, staff, body }) =>
    keepCase(deps, staff.staffId, { caseId: params.caseId, presence: body.presence }),
  );
  registerOperation(app, 'listColleagues', ({ params, staff }) => listColleagues(deps, staff.staffId, params.caseId));
  registerOperation(app, 'handOverCase', ({ params, staff, body }) =>
    handOverCase(deps, staff.staffId, { caseId: params.caseId, to: body.staffId, note: body.note }),
  );
  registerOperation(app, 'assignCase', ({ params, staff, body }) =>
    assignCase(deps, staff.staffId, { caseId: params.caseId, to: body.staffId, note: body.note }),
  );
  registerOperation(app, 'askForHelp', ({ params, staff, body }) =>
    askForHelp(deps, staff.staffId, { caseId: params.caseId, to: body.staffId, note: body.note }),
  );
  registerOperation(app, 'closeMention', ({ params, staff }) => closeMention(deps, staff, params.mentionId));
  registerOperation(app, 'getDesk', ({ staff }) => getDesk(deps, staff));
}
