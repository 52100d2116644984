import type { LanguageData } from '../language/detect-language.ts';
import { createClassifier } from '../runtime/create-classifier.ts';
import type { ClassifierOptions } from '../runtime/options.ts';
import type { TextClassifier } from '../verdict.ts';
import { versionsOf } from './pack-url.ts';
import { startFrame } from './start-frame.ts';
import { startServed } from './start-served.ts';

export { isTextName, newestPacks, pictureName } from '../pack/newest-packs.ts';
export type { ClassifierProblem } from '../runtime/messages.ts';
export type { ClassifierLimits, ClassifierOptions, PackSource, VersionMemory } from '../runtime/options.ts';
export {
  type BrowserPictureClassifierOptions,
  openPictureClassifier,
  pictureWorkerScript,
} from './open-picture-classifier.ts';
export { packUrl, storedVersions } from './pack-url.ts';
export { type PictureReadingResult, pictureReader } from './picture-reader.ts';
export { pagePolicy } from './start-frame.ts';
export { workerPolicy } from './start-served.ts';

export interface BrowserClassifierOptions extends ClassifierOptions {
  /**
   * Where a server of the page's origin has `workerScript()`, sent with `workerPolicy`. Without it the worker runs in a sandboxed frame,
   * which needs no server.
   */
  readonly workerAddress?: string | URL;
}

/**
 * A classifier in a worker that can reach no network. The worker starts, and packs are fetched and checked, with the first message;
 * `close` ends it.
 */
export function openTextClassifier(options: BrowserClassifierOptions): TextClassifier {
  const { workerAddress } = options;
  return createClassifier({ ...options, versions: versionsOf(options) }, (events) =>
    workerAddress === undefined
      ? startFrame(events, workerScript(), languages())
      : startServed(events, workerAddress, languages()),
  );
}

/** The worker's script, for a server that serves it itself. */
export async function workerScript(): Promise<string> {
  const { workerCode } = await import('./worker-code.ts');
  return workerCode;
}

/** What its worker begins with. It is half a megabyte, and loads when a classifier is used. */
async function languages(): Promise<LanguageData> {
  const { languageData } = await import('../language/language-table.ts');
  return languageData;
}
