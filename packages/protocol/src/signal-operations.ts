import { z } from 'zod';
import { KeptDraft } from './case-draft.ts';
import type { Operation } from './operation.ts';
import { CasePeople } from './people.ts';
import { CaseId, ViewId } from './primitives.ts';
import { RelatedCases } from './signals.ts';

/** Operations of the case page: related cases, people, and the decision being written. */
export const signalOperations = {
  getRelatedCases: {
    method: 'GET',
    path: '/v1/cases/:caseId/related',
    access: 'case.read',
    summary: 'Cases that share its subject, pictures, words or links',
    params: z.object({ caseId: CaseId }),
    success: [200, RelatedCases],
  },
  getCasePeople: {
    method: 'GET',
    path: '/v1/cases/:caseId/people',
    access: 'case.read',
    summary: 'Everybody of a case, and their history; who wrote in its evidence, for an own open look alone',
    params: z.object({ caseId: CaseId }),
    query: z.object({ viewId: ViewId.optional() }),
    success: [200, CasePeople],
  },
  getCaseDraft: {
    method: 'GET',
    path: '/v1/cases/:caseId/draft',
    access: 'decision.make',
    summary: 'What I have written of a decision',
    params: z.object({ caseId: CaseId }),
    success: [200, KeptDraft],
  },
  putCaseDraft: {
    method: 'PUT',
    path: '/v1/cases/:caseId/draft',
    access: 'decision.make',
    summary: 'Keep what I have written of a decision; null forgets it',
    params: z.object({ caseId: CaseId }),
    body: KeptDraft,
    success: [204, null],
  },
} as const satisfies Record<string, Operation>;
