import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import {
  dsaCategories,
  dsaKeywords,
  dsaKeywordsOfCategory,
  ncmecAnnotations,
  ncmecFileAnnotations,
  ncmecIncidentTypes,
  XarfType,
} from '../src/vocabularies.ts';

const shared = new URL('../../../../shared/data/', import.meta.url);
const skip = existsSync(shared) ? false : 'skipped, no ../shared';

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, shared), 'utf8'));
}

test('the DSA lists are those of the Transparency Database', { skip }, () => {
  const enums = z
    .object({
      statement_categories: z.record(z.string(), z.string()),
      keywords: z.record(z.string(), z.string()),
      category_keywords: z.record(z.string(), z.array(z.string())),
    })
    .parse(read('dsa/sor-enums.json'));
  assert.deepEqual([...dsaCategories].sort(), Object.keys(enums.statement_categories).sort());
  assert.deepEqual([...dsaKeywords, 'KEYWORD_OTHER'].sort(), Object.keys(enums.keywords).sort());
  assert.deepEqual(dsaKeywordsOfCategory, enums.category_keywords);
});

test('the NCMEC lists are those of the CyberTipline schema', { skip }, () => {
  const children = z.object({ children: z.array(z.object({ name: z.string() })) });
  const schema = z
    .object({
      enums: z.object({ incidentType: z.object({ values: z.array(z.string()) }) }),
      types: z.object({ reportAnnotations: children, fileAnnotations: children }),
    })
    .parse(read('cybertip/elements.json'));
  assert.deepEqual([...ncmecIncidentTypes], schema.enums.incidentType.values);
  assert.deepEqual(
    [...ncmecAnnotations],
    schema.types.reportAnnotations.children.map(({ name }) => name),
  );
  assert.deepEqual(
    [...ncmecFileAnnotations],
    schema.types.fileAnnotations.children.map(({ name }) => name),
  );
  const xsd = readFileSync(new URL('cybertip/cyber_tipline.xsd', shared), 'utf8');
  for (const type of ncmecIncidentTypes) assert.ok(xsd.includes(`<xs:enumeration value="${type}"`), type);
});

test('the XARF exploitation types are those of the csem schema', { skip }, () => {
  const text = readFileSync(new URL('xarf/content-csem.json', shared), 'utf8');
  const schema = z
    .object({
      allOf: z.tuple([
        z.unknown(),
        z.object({ properties: z.object({ exploitation_type: z.object({ enum: z.array(z.string()) }) }) }),
      ]),
    })
    .parse(JSON.parse(text));
  assert.deepEqual(
    XarfType.shape.exploitationType.unwrap().options.slice().sort(),
    schema.allOf[1].properties.exploitation_type.enum.slice().sort(),
  );
});
