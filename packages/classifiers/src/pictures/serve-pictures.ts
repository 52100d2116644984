import type { OpenPack } from '../pack/read-pack.ts';
import type { FromWorker, ToWorker } from '../runtime/messages.ts';
import { openPacks } from '../runtime/open-packs.ts';
import { silent } from '../runtime/silent.ts';
import type { PictureEngine } from './engine.ts';
import { ofNoLanguage } from './picture-classifier.ts';
import type { PictureVerdict } from './picture-verdict.ts';

/** The worker's side: the pack is checked here, and no picture ever leaves but as a verdict. */
export function servePictures(
  post: (message: FromWorker) => void,
  createEngine: (pack: OpenPack) => Pick<PictureEngine, 'look'>,
): (message: ToWorker) => Promise<void> {
  let engine: Pick<PictureEngine, 'look'> | undefined;

  function look(input: Int16Array): PictureVerdict {
    try {
      if (engine) return { ...engine.look(input), language: null, silent: null };
    } catch {
      // a model that cannot answer is as good as none
    }
    return { ...silent(null, 'unavailable'), drill: false };
  }

  return async (message) => {
    if (message.type === 'open') {
      const { engines, cards, versions, problems } = await openPacks(message, createEngine);
      engine = engines.get(ofNoLanguage) ?? engine;
      post({ type: 'opened', cards, versions, problems });
    } else if (message.type === 'look') post({ type: 'verdict', id: message.id, verdict: look(message.input) });
  };
}
