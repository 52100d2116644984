import type { TextClassifier } from '@wellhouse/classifiers';
import { startThread } from '../../src/node/start-thread.ts';
import { createClassifier } from '../../src/runtime/create-classifier.ts';
import { smallPack, trustedKeys } from './small-pack.ts';

/** The classifier as it is, over a real thread with the drill engine: a message with "drill-hang" in it never comes back from there. */
export function drillThreadClassifier(limits: { messageSeconds: number }): TextClassifier {
  const packs = [{ language: 'en', load: async () => smallPack() }];
  return createClassifier({ packs, trustedKeys, limits }, (events) =>
    startThread(events, new URL('./drill-thread.ts', import.meta.url)),
  );
}
