import { FindCasesQuery, FoundCases } from './find.ts';
import type { Operation } from './operation.ts';

/** Operations of the palette. */
export const findOperations = {
  findCases: {
    method: 'GET',
    path: '/v1/find',
    access: 'queue.read',
    summary: 'Cases by number, by a reference, or by how their account or group begins',
    query: FindCasesQuery,
    success: [200, FoundCases],
  },
} as const satisfies Record<string, Operation>;
