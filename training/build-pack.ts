/**
 * Makes the signed pack from what training exported: quantises, calibrates each head and cuts thresholds with the engine that ships,
 * evaluates, writes the card and signs.
 *
 *   node --conditions=wellhouse-src training/build-pack.ts --key key.pem --data FOLDER --out packages/classifiers/packs/en-3.whpack
 *     [--hatecheck FILE] [--surge FILE] [--hatemoji FILE] [--moderation FILE] [--card docs/classifier-card-en.md] [--language en]
 *     [--version 1] [--released 2026-11-28] [--trained training/out] [--for-trying]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSigningKey } from '../packages/classifiers/scripts/sign-pack.ts';
import { calibrate, openTextEngine, type TextPack, unhurried } from '../packages/classifiers/src/engine/engine.ts';
import { type ModelDescription, quantise } from '../packages/classifiers/src/engine/quantise.ts';
import { openPack, type PackHeader, signPack, type TextKind, writePack } from '../packages/classifiers/src/index.ts';
import { licencesOf, makeCard } from './card.ts';
import { calibrationPoints, cutThresholds, type Points } from './cut.ts';
import { evaluate, isBenign } from './evaluate.ts';
import { readRows } from './read-rows.ts';
import { forTrying, readOut, recipeFor } from './recipes.ts';
import { writeCardPage } from './write-card-page.ts';

const mostBytes = 8_000_000;

const string = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    key: string,
    data: string,
    out: string,
    hatecheck: string,
    surge: string,
    hatemoji: string,
    moderation: string,
    card: string,
    language: { type: 'string', default: 'en' },
    version: { type: 'string', default: '1' },
    released: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    trained: { type: 'string', default: join(import.meta.dirname, 'out') },
    'for-trying': { type: 'boolean', default: false },
  },
});
const { key, data, out, language, trained: folder } = values;
if (!key || !data || !out) throw new Error('expected --key, --data and --out');

const recipe = values['for-trying'] ? forTrying(recipeFor(language, folder)) : recipeFor(language, folder);
const { kinds } = recipe;
// a copy: a slice of a Buffer would be a view of all of it
const floats = new Uint8Array(readFileSync(join(folder, `${recipe.model}.bin`)));
const { model, sections } = quantise(readOut<ModelDescription>(folder, `${recipe.model}.json`), floats);
const packWith = (thresholds: TextPack['header']['thresholds'], calibration: TextPack['header']['calibration']) => ({
  header: { kinds, thresholds, calibration, model },
  section: (name: string) => (name === 'vocabulary' ? sections.vocabulary : sections.tensors),
});

const rows = readRows(join(folder, recipe.rows));
const plain = openTextEngine(packWith({}, {}), unhurried);
const said = rows
  .filter((row) => row.split === 'calibrate')
  .flatMap((row) => {
    const logits = plain.logits(row.text);
    return logits ? [{ row, logits }] : [];
  });
const calibration = Object.fromEntries(kinds.map((kind) => [kind, calibrationOf(kind)]));
const benign = said
  .filter(({ row }) => isBenign(row))
  .map(({ logits }) =>
    Object.fromEntries(kinds.map((kind) => [kind, calibrate(logits[kind] ?? 0, calibration[kind])])),
  );
const thresholds = cutThresholds(benign, recipe.falsePrompts, recipe.parts, recipe.least);
console.log('thresholds', thresholds);

const evaluation = evaluate(openTextEngine(packWith(thresholds, calibration), unhurried), {
  kinds,
  rows,
  identities: recipe.identities && join(data, recipe.identities),
  endings: recipe.endings,
  hatecheck: values.hatecheck,
  surge: values.surge,
  hatemoji: values.hatemoji,
  moderation: values.moderation,
});
writeFileSync(join(folder, `evaluation-${language}.json`), `${JSON.stringify(evaluation, null, 1)}\n`);
const header: Omit<PackHeader, 'sections'> = {
  id: `text-${language}`,
  language,
  kinds,
  version: Number(values.version),
  minimumRuntime: 1,
  released: values.released,
  thresholds,
  calibration,
  model: model as unknown as PackHeader['model'],
  card: makeCard(recipe, evaluation),
  licences: licencesOf(recipe),
};
const pack = signPack(
  writePack({
    header,
    sections: [
      { name: 'vocabulary', bytes: sections.vocabulary },
      { name: 'tensors', bytes: sections.tensors },
    ],
  }),
  readSigningKey(key).seed,
);
if (pack.length > mostBytes) throw new Error(`the pack has ${pack.length} bytes, more than ${mostBytes}`);
await openPack(pack, { trustedKeys: [readSigningKey(key).publicKey] });
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, pack);
if (values.card) writeFileSync(values.card, writeCardPage(header, pack.length));
console.log(`${out}: ${pack.length} bytes`);

function calibrationOf(kind: TextKind): Points {
  return calibrationPoints(
    said.flatMap(({ row, logits }) => {
      const label = row.labels[kind];
      return label === undefined ? [] : [{ label, score: logits[kind] ?? 0 }];
    }),
  );
}
