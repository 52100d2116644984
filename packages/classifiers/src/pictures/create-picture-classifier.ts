import type { Clock } from '../runtime/clock.ts';
import type { StartWorker } from '../runtime/worker-line.ts';
import { createWorkerQueue } from '../runtime/worker-queue.ts';
import { pictureInput } from './input.ts';
import type { PictureClassifier, PictureClassifierOptions } from './picture-classifier.ts';

/** Pictures that wait, 300 kB each; what comes on top is answered `unavailable`, unless the person on this device waits for it. */
const waiting = 100;

/** The side of whoever asks about pictures: the queue, the limits and what a dying worker costs are those of messages. */
export function createPictureClassifier(
  { pack, ...options }: PictureClassifierOptions,
  startWorker: StartWorker,
  clock?: Clock,
): PictureClassifier {
  const limits = { waiting, ...options.limits };
  const queue = createWorkerQueue({ ...options, packs: [pack], limits }, startWorker, clock);
  return {
    get packs() {
      return queue.packs;
    },
    async classify(picture, { isUrgent = false } = {}) {
      const input = 'input' in picture ? picture.input : pictureInput(picture);
      const verdict = await queue.ask({
        question: { type: 'look', input },
        units: input.length,
        transfer: [input.buffer],
        isUrgent,
      });
      return { drill: false, ...verdict };
    },
    close: () => queue.close(),
  };
}
