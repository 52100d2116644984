import { z } from 'zod';
import { CarePage, CareTeam, OpenKnownPicture, OwnCare, Preferences, PutCareTeam, SetBreak } from './care.ts';
import type { Operation } from './operation.ts';
import { ViewId } from './primitives.ts';

/** Operations of care for reviewers. */
export const careOperations = {
  getPreferences: {
    method: 'GET',
    path: '/v1/preferences',
    access: 'staff',
    summary: 'What the console keeps for me',
    success: [200, Preferences],
  },
  putPreferences: {
    method: 'PUT',
    path: '/v1/preferences',
    access: 'staff',
    summary: 'Keep these for me; null forgets one, keys that are not named stay',
    body: Preferences,
    success: [200, Preferences],
  },
  getCare: {
    method: 'GET',
    path: '/v1/care',
    access: 'staff',
    summary: 'My exposure, budgets and breaks; nobody else can ask for it',
    success: [200, CarePage],
  },
  putCare: {
    method: 'PUT',
    path: '/v1/care',
    access: 'staff',
    summary: 'Set my own budgets, breaks, and kinds that I do not take',
    body: OwnCare,
    success: [200, CarePage],
  },
  setBreak: {
    method: 'PUT',
    path: '/v1/care/break',
    access: 'staff',
    summary: 'Take a break, end it, or not now',
    body: SetBreak,
    success: [200, CarePage],
  },
  getCareTeam: {
    method: 'GET',
    path: '/v1/care/team',
    access: 'care.manage',
    summary: "The team's budgets, and how near it is to them",
    success: [200, CareTeam],
  },
  putCareTeam: {
    method: 'PUT',
    path: '/v1/care/team',
    access: 'care.manage',
    summary: "Change the team's budgets, breaks and whom to talk to",
    body: PutCareTeam,
    success: [200, CareTeam],
  },
  openKnownPicture: {
    method: 'POST',
    path: '/v1/evidence-views/:viewId/attachments/:attachmentId/reason',
    access: 'evidence.view',
    summary: 'Say why a picture that was decided about before has to be seen again',
    params: z.object({ viewId: ViewId, attachmentId: z.string().max(64) }),
    body: OpenKnownPicture,
    success: [204, null],
  },
} as const satisfies Record<string, Operation>;
