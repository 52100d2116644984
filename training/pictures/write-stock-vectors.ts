/**
 * What `nsfwjs` as it comes says of the drawn pictures of this repository, for the test that holds the pack to it:
 *
 *   node --conditions=wellhouse-src training/pictures/write-stock-vectors.ts FOLDER-WHERE-NSFWJS-IS-INSTALLED
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedPicture } from '../../packages/classifiers/test/pictures/png.ts';
import { openStock } from './stock.ts';

const [peer] = process.argv.slice(2);
if (!peer) throw new Error('expected the folder');
const stock = await openStock(peer);
const names = ['lanterns', 'mountains'].map((name) => `messenger/public/pictures/${name}.png`);
for (const name of ['harbour', 'kites', 'mosaic', 'orchard', 'rings'])
  names.push(`server/src/drill/pictures/${name}.png`);
const said: Record<string, number[]> = {};
for (const name of names)
  said[name] = [...(await stock(committedPicture(name)))].map((value) => Number(value.toFixed(5)));
const file = join(import.meta.dirname, '../../packages/classifiers/test/pictures/stock.json');
writeFileSync(
  file,
  `${JSON.stringify({ nsfwjs: '4.4.0', classes: ['drawing', 'hentai', 'neutral', 'porn', 'sexy'], said }, null, 2)}\n`,
);
