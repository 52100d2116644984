/** Takes the place of `#text-classifier` in the page of a test: the shipped classifier in its frame, with a pack of drill words. */
import type { TextClassifier } from '@wellhouse/classifiers';
import { openTextClassifier, packUrl } from '@wellhouse/classifiers/browser';

/** By which the pack is signed; see `drill-page.ts`. */
declare const drillKey: string;

export function startTextClassifier(): TextClassifier {
  const classifier = openTextClassifier({
    packs: [packUrl('en', '/drill.whpack')],
    trustedKeys: [drillKey],
    // an error on the console fails the test
    onProblem: ({ code, detail }) => console.error(`drill classifier: ${code} ${detail}`),
  });
  void classifier.classify({ text: '' });
  return {
    get packs() {
      return classifier.packs;
    },
    /** A message with "held" in it waits until the test lets it be looked at. */
    async classify(message) {
      if (message.text.includes('held')) {
        await new Promise((release) => addEventListener('drill-release', release, { once: true }));
      }
      return classifier.classify(message);
    },
    close: () => classifier.close(),
  };
}
