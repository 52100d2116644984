import { z } from 'zod';
import { ExportQuery, ExportTable, Numbers, NumbersQuery } from './numbers.ts';
import type { Operation } from './operation.ts';

/** Operations of figures and exports. */
export const numberOperations = {
  getNumbers: {
    method: 'GET',
    path: '/v1/numbers',
    access: 'numbers.read',
    summary: 'Backlog, clocks, times and outcomes of the last days',
    query: NumbersQuery,
    success: [200, Numbers],
  },
  exportTable: {
    method: 'GET',
    path: '/v1/exports/:table',
    access: 'export.run',
    fresh: true,
    summary: 'Every row of a table as CSV or JSON lines, without a cap',
    params: z.object({ table: ExportTable }),
    query: ExportQuery,
    success: [200, 'binary'],
  },
  getMetrics: {
    method: 'GET',
    path: '/metrics',
    access: 'metrics',
    summary: 'Figures for Prometheus',
    success: [200, 'binary'],
  },
} as const satisfies Record<string, Operation>;
