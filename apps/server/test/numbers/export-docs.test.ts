import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportedTables } from '../../src/numbers/exports/tables.ts';

test('docs/exports.md has every column with its type and meaning, in order, and no other', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/exports.md'), 'utf8');
  for (const [name, { columns }] of Object.entries(exportedTables)) {
    const section = new RegExp(`^## ${name}\\n(.*?)(?=^## )`, 'ms').exec(text)?.[1] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| column'));
    assert.deepEqual(
      rows,
      columns.map((column) => `| ${column.name} | ${column.type} | ${column.means} |`),
      name,
    );
  }
});
