/** What training and evaluation read: rows of out/rows.jsonl, and CSV files of evaluation sets. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface Row {
  readonly text: string;
  /** A label that its source does not decide is absent. */
  readonly labels: Readonly<Record<string, number>>;
  readonly source: string;
  readonly split: 'train' | 'calibrate' | 'test' | 'domain';
}

export function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

/** Records of a CSV file (RFC 4180; gzip when the name says so) by the names in its first line. */
export function readCsv(file: string): Record<string, string>[] {
  const bytes = readFileSync(file);
  const [names, ...records] = parseCsv((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  return records
    .filter((fields) => fields.length > 1)
    .map((fields) => Object.fromEntries(fields.map((field, at) => [names?.[at] ?? String(at), field])));
}

function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
