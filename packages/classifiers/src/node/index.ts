import { open, readdir } from 'node:fs/promises';
import { mostPackBytes } from '../pack/layout.ts';
import { isTextName, newestPacks, pictureName } from '../pack/newest-packs.ts';
import { PackError } from '../pack/pack-error.ts';
import { createPictureClassifier } from '../pictures/create-picture-classifier.ts';
import { ofNoLanguage, type PictureClassifier, type PictureClassifierOptions } from '../pictures/picture-classifier.ts';
import { createClassifier } from '../runtime/create-classifier.ts';
import type { ClassifierOptions, PackSource } from '../runtime/options.ts';
import type { TextClassifier } from '../verdict.ts';
import { pictureProgram, startThread } from './start-thread.ts';

export type { ClassifierProblem } from '../runtime/messages.ts';
export type { ClassifierLimits, ClassifierOptions, PackSource, VersionMemory } from '../runtime/options.ts';

/** A classifier in a worker thread. The thread starts, and packs are read and checked, with the first message; `close` ends it. */
export function openTextClassifier(options: ClassifierOptions): TextClassifier {
  return createClassifier(options, (events) => startThread(events));
}

/** A classifier of pictures in a worker thread of its own, which starts with the first picture; `close` ends it. */
export function openPictureClassifier(options: PictureClassifierOptions): PictureClassifier {
  return createPictureClassifier(options, (events) => startThread(events, pictureProgram));
}

/** A pack in a file. */
export function packFile(language: string, file: string | URL): PackSource {
  return {
    language,
    isHandedOver: true,
    async load() {
      const handle = await open(file);
      try {
        const { size } = await handle.stat();
        if (size > mostPackBytes) throw new PackError('too-large', `is ${size} bytes long, more than ${mostPackBytes}`);
        return new Uint8Array(await handle.readFile());
      } finally {
        await handle.close();
      }
    },
  };
}

const shipped = new URL('../../packs/', import.meta.url);

/** The text packs that ship with Wellhouse, the newest of each language. */
export async function shippedPacks(folder = shipped): Promise<PackSource[]> {
  const newest = newestPacks(await readdir(folder));
  return [...newest]
    .filter(([name]) => isTextName(name))
    .map(([language, file]) => packFile(language, new URL(file, folder)));
}

/** The pack for pictures that ships with Wellhouse, the newest. */
export async function shippedPicturePack(folder = shipped): Promise<PackSource> {
  const file = newestPacks(await readdir(folder)).get(pictureName);
  if (file === undefined) throw new Error(`find the pack ${pictureName}`);
  return packFile(ofNoLanguage, new URL(file, folder));
}
