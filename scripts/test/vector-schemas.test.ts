/** docs/spec/vectors/*.schema.json describe the files beside them, and would notice another shape. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { z } from 'zod';

const folder = new URL('../../docs/spec/vectors/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => name.replace('.schema.json', ''));

/** A change that no reader of the file could live with. */
type Damage = [name: string, change: (file: Vectors) => void];
interface Vectors {
  positive: Record<string, unknown>[];
  negative: Record<string, unknown>[];
  [field: string]: unknown;
}

const damages: Damage[] = [
  ['an unknown field in a vector', (file) => Object.assign(file.positive[0] ?? {}, { note2: 1 })],
  ['a vector without its name', (file) => delete file.positive[0]?.name],
  ['a negative vector without its reason', (file) => delete file.negative[0]?.reason],
  ['a reason that is an attack’s id alone', (file) => Object.assign(file.negative[0] ?? {}, { reason: 'A1' })],
  ['an unknown operation', (file) => Object.assign(file.negative[0] ?? {}, { operation: 'guess' })],
  ['a code with spaces', (file) => Object.assign(file.negative[0] ?? {}, { code: 'not so' })],
  ['no positive vectors', (file) => file.positive.splice(0)],
  ['another profile', (file) => Object.assign(file, { profile: 'other' })],
];

describe('schemas of test vectors', () => {
  test('stand beside all three files of franking', () => {
    assert.deepEqual(names.sort(), ['attachments', 'franking-f0', 'franking-f1']);
  });

  for (const name of names) {
    const schema = z.fromJSONSchema(read(`${name}.schema.json`));

    test(`${name}: the file is as its schema says`, () => {
      const result = schema.safeParse(read(`${name}.json`));
      assert.ok(result.success, result.success ? '' : JSON.stringify(result.error.issues.slice(0, 3), null, 1));
    });

    for (const [damage, change] of damages) {
      test(`${name}: the schema refuses ${damage}`, () => {
        const file = read(`${name}.json`);
        change(file);
        assert.ok(!schema.safeParse(file).success);
      });
    }

    test(`${name}: the schema refuses upper-case hexadecimal and half a byte`, () => {
      const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
      const key = name === 'franking-f0' ? '"frank": "' : name === 'attachments' ? '"part": "' : '"content": "';
      for (const digits of ['AB', 'a']) {
        assert.ok(!schema.safeParse(JSON.parse(text.replace(key, `${key}${digits}`))).success);
      }
    });
  }
});
