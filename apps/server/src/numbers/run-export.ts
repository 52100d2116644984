import { Readable } from 'node:stream';
import type { ExportQuery, ExportTable } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { pseudonymOf } from '../staff/pseudonym.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type ExportedRow, readRows } from './exports/read-rows.ts';
import { exportedTables } from './exports/tables.ts';
import { mediaTypes, writeRows } from './exports/write-rows.ts';

/** Every row of a table as a stream. That somebody takes it out is logged first, and how much came out at its end. */
export async function runExport(
  deps: Deps,
  staffId: string,
  name: ExportTable,
  query: z.output<typeof ExportQuery>,
): Promise<BinaryResult> {
  const table = exportedTables[name];
  const now = deps.clock();
  const range = {
    from: query.from === undefined ? null : new Date(query.from),
    to: query.to === undefined ? now : new Date(query.to),
  };
  const audit = (action: string, details: Record<string, unknown>) =>
    deps.database.transaction((tx) => recordAudit(tx, { staffId, action, object: `export:${name}`, details }));
  const asked = { format: query.format, from: range.from?.toISOString() ?? null, to: range.to.toISOString() };
  await audit('export.run', asked);
  const rows = readRows(deps.database.kysely, table, range, (id) => pseudonymOf(deps, id));
  const counted = count(rows, (total) => audit('export.end', { ...asked, rows: total }));
  return {
    bytes: Readable.from(writeRows(counted, table, query.format)),
    mediaType: mediaTypes[query.format],
    headers: {
      'content-disposition': `attachment; filename="wellhouse-${name}-${now.toISOString().slice(0, 10)}.${query.format}"`,
      'cache-control': 'no-store',
    },
  };
}

async function* count(
  pages: AsyncIterable<ExportedRow[]>,
  end: (total: number) => Promise<unknown>,
): AsyncGenerator<ExportedRow[]> {
  let total = 0;
  for await (const rows of pages) {
    total += rows.length;
    yield rows;
  }
  await end(total);
}
