import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { addDuty, removeDuty } from './change-duties.ts';
import { changeQueuePlan } from './change-queue-plan.ts';
import { getPaging } from './get-paging.ts';
import { getQueuePlan } from './get-queue-plan.ts';
import { listQueues } from './list-queues.ts';
import { previewQueuePlan } from './preview-queue-plan.ts';
import { setSkills } from './set-skills.ts';

/** Queues, routing rules, skills, and who is called. Claims are in review/register-claims.ts. */
export function registerQueues(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'listQueues', ({ staff }) => listQueues(deps, staff.staffId, staff.limits('queue.read')));
  registerOperation(app, 'getQueuePlan', () => getQueuePlan(deps));
  registerOperation(app, 'previewQueuePlan', ({ body }) => previewQueuePlan(deps, body.plan));
  registerOperation(app, 'changeQueuePlan', ({ staff, body }) => changeQueuePlan(deps, staff.staffId, body));
  registerOperation(app, 'setSkills', ({ staff, params, body }) =>
    setSkills(deps, staff.staffId, { staffId: params.staffId, skills: body.skills }),
  );
  registerOperation(app, 'getPaging', () => getPaging(deps));
  registerOperation(app, 'addDuty', ({ staff, body }) => addDuty(deps, staff.staffId, body));
  registerOperation(app, 'removeDuty', ({ staff, params }) => removeDuty(deps, staff.staffId, params.dutyId));
}
