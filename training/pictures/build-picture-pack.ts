/**
 * Makes the signed pack of pictures from what the npm package `nsfwjs` carries:
 *
 *   npm pack nsfwjs@4.4.0 && tar xzf nsfwjs-4.4.0.tgz
 *   node --conditions=wellhouse-src training/pictures/build-picture-pack.ts --nsfwjs package --key key.pem \
 *     --out packages/classifiers/packs/sensitive-picture-1.whpack --card docs/classifier-card-pictures.md \
 *     --things FOLDER --people FOLDER --peer FOLDER [--released 2026-11-28]
 *
 * `--things`, `--people`: harmless pictures, whose false alarms go into the card; `--peer`: where `nsfwjs` is installed (stock.ts). Nothing of
 * them gets into the pack; the figures go to training/out/pictures.json, from where they are taken without these three. No picture of the
 * kind that is looked for belongs into them, nor anywhere near this.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSigningKey } from '../../packages/classifiers/scripts/sign-pack.ts';
import { openPack, type PackHeader, signPack, writePack } from '../../packages/classifiers/src/index.ts';
import { openPictureEngine } from '../../packages/classifiers/src/pictures/engine.ts';
import { licences, type Measurements, makeCard, threshold } from './card.ts';
import { measure } from './measure.ts';
import { readNsfwjs } from './read-nsfwjs.ts';
import { openStock } from './stock.ts';
import { writeCardPage } from './write-card-page.ts';

const string = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    nsfwjs: string,
    key: string,
    out: string,
    things: string,
    people: string,
    card: string,
    peer: string,
    version: string,
    released: string,
  },
});
const { nsfwjs, key, out, things, people, peer } = values;
if (!nsfwjs || !key || !out) throw new Error('expected --nsfwjs, --key and --out');

const { model, weights, channels } = readNsfwjs(join(nsfwjs, 'dist/models/mobilenet_v2'));
const sections = [
  { name: 'weights', bytes: weights },
  { name: 'channels', bytes: channels },
];
const header: Omit<PackHeader, 'sections'> = {
  id: 'sensitive-picture',
  language: 'zxx',
  kinds: ['sensitive-picture'],
  version: Number(values.version ?? 1),
  minimumRuntime: 1,
  released: values.released ?? new Date().toISOString().slice(0, 10),
  thresholds: { 'sensitive-picture': threshold },
  calibration: {},
  model: model as unknown as PackHeader['model'],
  card: null,
  licences,
};
const section = (name: string) => (name === 'weights' ? weights : channels);
const figures = join(import.meta.dirname, '../out/pictures.json');
if (things && people && peer) {
  const [engine, stock] = [openPictureEngine({ header, section }), await openStock(peer)];
  const found: Measurements = {
    things: await measure(engine, stock, things),
    people: await measure(engine, stock, people),
  };
  mkdirSync(dirname(figures), { recursive: true });
  writeFileSync(figures, `${JSON.stringify(found)}\n`);
}
const measured: Measurements = JSON.parse(readFileSync(figures, 'utf8'));
console.log(measured);
const { seed, publicKey } = readSigningKey(key);
const card = makeCard(measured);
const pack = signPack(
  writePack({ header: { ...header, card: card as unknown as PackHeader['card'] }, sections }),
  seed,
);
await openPack(pack, { trustedKeys: [publicKey], language: 'zxx' });
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, pack);
if (values.card) writeFileSync(values.card, writeCardPage(card, header, pack.length));
console.log(`${out}: ${pack.length} bytes`);
