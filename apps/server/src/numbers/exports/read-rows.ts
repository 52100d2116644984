import { sql } from 'kysely';
import type { Executor } from '../../platform/database/open-database.ts';
import type { ExportedTable } from './export-table.ts';

export type ExportedValue = string | number | boolean | null;
export type ExportedRow = Readonly<Record<string, ExportedValue>>;

export interface ExportRange {
  readonly from: Date | null;
  /** Not included. */
  readonly to: Date;
}

const pageRows = 2_000;

interface Position {
  readonly at: string;
  readonly id: string;
}

/**
 * Every row of the range, in pages by moment and id, so that nothing of it is held in memory and no statement runs long.
 * A row that changes while the others are read comes out as it is when its page is.
 */
export async function* readRows(
  executor: Executor,
  table: ExportedTable,
  { from, to }: ExportRange,
  staffName: (staffId: string) => string,
): AsyncGenerator<ExportedRow[]> {
  let after: Position | null = null;
  for (;;) {
    const rows: Record<string, unknown>[] = await readPage(executor, table, { from, to, after });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => shown(table, row, staffName));
    if (rows.length < pageRows) return;
    after = { at: String(last._at), id: String(last._id) };
  }
}

async function readPage(
  executor: Executor,
  { columns, from: source, where, at, id }: ExportedTable,
  { from, to, after }: ExportRange & { after: Position | null },
): Promise<Record<string, unknown>[]> {
  const values = columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`);
  const begin = from === null ? sql`true` : sql`${at} >= ${from}`;
  // As text: a timestamp of the database is finer than a Date.
  const next = after === null ? sql`true` : sql`(${at}, ${id}) > (${after.at}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(values)}, ${at}::text as _at, ${id}::text as _id
    from ${source} where ${where} and ${begin} and ${at} < ${to} and ${next}
    order by ${at}, ${id} limit ${pageRows}`.execute(executor);
  return rows;
}

function shown(
  { columns }: ExportedTable,
  row: Record<string, unknown>,
  staffName: (staffId: string) => string,
): ExportedRow {
  return Object.fromEntries(
    columns.map(({ name, staff }) => {
      const value = row[name];
      if (value === null || value === undefined) return [name, null];
      if (staff) return [name, staffName(String(value))];
      if (value instanceof Date) return [name, value.toISOString()];
      return [name, typeof value === 'number' || typeof value === 'boolean' ? value : String(value)];
    }),
  );
}
