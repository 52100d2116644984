import { createPictureClassifier } from '../pictures/create-picture-classifier.ts';
import type { PictureClassifier, PictureClassifierOptions } from '../pictures/picture-classifier.ts';
import { versionsOf } from './pack-url.ts';
import { startFrame } from './start-frame.ts';
import { startServed } from './start-served.ts';

export interface BrowserPictureClassifierOptions extends PictureClassifierOptions {
  /** As for messages: where a server has `pictureWorkerScript()`, sent with `workerPolicy`; without it, a sandboxed frame. */
  readonly workerAddress?: string | URL;
}

/**
 * A classifier of pictures in a worker of its own that can reach no network. The worker starts, and the pack is fetched and checked, with
 * the first picture; `close` ends it.
 */
export function openPictureClassifier(options: BrowserPictureClassifierOptions): PictureClassifier {
  const { workerAddress } = options;
  return createPictureClassifier({ ...options, versions: versionsOf(options) }, (events) =>
    workerAddress === undefined ? startFrame(events, pictureWorkerScript()) : startServed(events, workerAddress),
  );
}

/** The script of its worker, for a server that serves it itself. */
export async function pictureWorkerScript(): Promise<string> {
  const { pictureWorkerCode } = await import('./picture-worker-code.ts');
  return pictureWorkerCode;
}
