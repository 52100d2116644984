import type { TextClassifier } from '../verdict.ts';
import type { Clock } from './clock.ts';
import type { ClassifierOptions } from './options.ts';
import type { StartWorker } from './worker-line.ts';
import { createWorkerQueue } from './worker-queue.ts';

/** UTF-16 units of a message that are handed on; the engine reads less. */
const mostText = 2 ** 20;
/** Of a person: what comes after them is not looked at. */
const mostLanguages = 16;

/** The side of whoever asks about messages. */
export function createClassifier(options: ClassifierOptions, startWorker: StartWorker, clock?: Clock): TextClassifier {
  const queue = createWorkerQueue(options, startWorker, clock);
  const ofPacks = englishFirst(options.packs.map(({ language }) => language)).slice(0, mostLanguages);
  return {
    get packs() {
      return queue.packs;
    },
    classify(message) {
      const text = message.text.slice(0, mostText);
      // an array of a framework's own cannot be handed over
      const read = Array.from(message.languages?.slice(0, mostLanguages - ofPacks.length) ?? [], String);
      const languages = [...new Set([...read, ...ofPacks])];
      return queue.ask({ question: { type: 'classify', text, languages }, units: text.length, transfer: [] });
    },
    close: () => queue.close(),
  };
}

/** After those that the person reads, what a word or two are taken for: abuse is often written in English to people who do not read it much. */
function englishFirst(languages: readonly string[]): string[] {
  return [...languages].sort((a, b) => Number(b === 'en') - Number(a === 'en'));
}
