import { stringify } from 'csv-stringify/sync';
import type { ExportedTable } from './export-table.ts';
import type { ExportedRow } from './read-rows.ts';

export type ExportFormat = 'csv' | 'jsonl';

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl',
};

/**
 * Rows as text, page by page. CSV is of RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe
 * before it, there and nowhere else.
 */
export async function* writeRows(
  pages: AsyncIterable<readonly ExportedRow[]>,
  { columns }: Pick<ExportedTable, 'columns'>,
  format: ExportFormat,
): AsyncGenerator<string> {
  const names = columns.map(({ name }) => name);
  if (format === 'csv') yield `${names.join(',')}\r\n`;
  for await (const rows of pages) {
    yield format === 'csv'
      ? stringify([...rows], {
          columns: names,
          record_delimiter: 'windows',
          escape_formulas: true,
          cast: { boolean: String },
        })
      : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
