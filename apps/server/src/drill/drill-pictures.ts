import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A harmless picture with DRILL written across it: the only kind that the list `drill` knows. */
export interface DrillPicture {
  readonly name: 'harbour' | 'kites' | 'mosaic' | 'rings' | 'orchard';
  /** Of the committed file, lower-case hexadecimal. */
  readonly sha256: string;
  /** Exact PDQ, hexadecimal; the quality of each is 100, and no two are nearer than 90 bits, however one is turned. */
  readonly pdq: string;
}

/** Drawn by `scripts/write-drill-pictures.ts`, which prints these lines. */
export const drillPictures: readonly DrillPicture[] = [
  {
    name: 'harbour',
    sha256: '9d3548a5314de9d2726288442549a5537d58c502c1b331f8afd9a29093164272',
    pdq: '3a314cce932f6d59896d4d1a968d967696bbc744619378f44c96c296e74c192b',
  },
  {
    name: 'kites',
    sha256: 'e19e56ec1fbcdc82a6f882311590e1e643b6a2ad4ff743d14b967ab8fe4edd62',
    pdq: '57beb401a12be95882e647d90fc4be0b74dc12a517a92d85ae03fa56da16e5f8',
  },
  {
    name: 'mosaic',
    sha256: 'c340ab773480d1dcefca3d6526c79e39d89efaf85d01430990c6f096aa08d157',
    pdq: '121fcd25e3903b855c5b84ee85ef725a7c60b2dff30e4d2201bfad257b103b11',
  },
  {
    name: 'rings',
    sha256: 'b5a71fb6a7a06b29e9d9295814e90597fc288d938a82fc145d6db6fd5297440d',
    pdq: '3f8ed8e4b88ec29edc9e00642ade4664ad4b7f7483aad3696922aaa16b2db493',
  },
  {
    name: 'orchard',
    sha256: 'cb4c8cde6e78c366773232d8ced96a82d66d7baf961eafd1493d5988b42ca0be',
    pdq: 'e5527052f09ad20f128f1a2dad776ff865d671d8f092980d0e2f63079a61bdd2',
  },
];

/** The PNG file, 960 by 720 pixels. */
export function readDrillPicture(name: DrillPicture['name']): Promise<Buffer> {
  return readFile(join(import.meta.dirname, 'pictures', `${name}.png`));
}
