import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { getCareTeam, putCareTeam } from './care-team.ts';
import { getCare, putCare, setBreak } from './get-care.ts';
import { openKnownPicture } from './open-known-picture.ts';
import { loadPreferences, putPreferences } from './preferences.ts';

/** Registers what the team does for the people in it. */
export function registerCare(app: FastifyInstance, deps: Deps): void {
  registerOperation(app, 'getPreferences', ({ staff }) => loadPreferences(deps.database.kysely, staff.staffId));
  registerOperation(app, 'putPreferences', ({ staff, body }) => putPreferences(deps, staff.staffId, body));
  registerOperation(app, 'getCare', ({ staff }) => getCare(deps, staff.staffId));
  registerOperation(app, 'putCare', ({ staff, body }) => putCare(deps, staff.staffId, body));
  registerOperation(app, 'setBreak', ({ staff, body }) => setBreak(deps, staff.staffId, body));
  registerOperation(app, 'getCareTeam', () => getCareTeam(deps));
  registerOperation(app, 'putCareTeam', ({ staff, body }) => putCareTeam(deps, staff.staffId, body));
  registerOperation(app, 'openKnownPicture', ({ staff, params, body }) =>
    openKnownPicture(deps, staff.staffId, { ...params, reason: body.reason }),
  );
}
