import { type AbuseKind, promptOrder, type TextClassifier, type Verdict } from '@wellhouse/classifiers';

export interface DrillClassifier extends TextClassifier {
  /** What it was asked about, in order. */
  readonly asked: string[];
  /** What is wrong with it. */
  trouble: null | 'unavailable' | 'rejects' | 'throws' | 'hangs';
}

/** Stands for a model: notices the words "drill threat", "drill spam" and so on, and "drill no-pack". */
export function drillClassifier(): DrillClassifier {
  const asked: string[] = [];
  return {
    asked,
    trouble: null,
    classify({ text }) {
      asked.push(text);
      if (this.trouble === 'throws') throw new Error('the worker is gone');
      if (this.trouble === 'rejects') return Promise.reject(new Error('the worker is gone'));
      if (this.trouble === 'hangs') return new Promise<Verdict>(() => {});
      return Promise.resolve(this.trouble === 'unavailable' ? verdict({ silent: 'unavailable' }) : verdictOf(text));
    },
    packs: [
      {
        ...{ id: 'drill-en', language: 'en', kinds: promptOrder, version: 3, size: 1_200_000 },
        licences: [{ part: 'weights', licence: 'Apache-2.0', attribution: 'Example' }],
      },
    ],
    close() {},
  };
}

export function verdict(some: Partial<Verdict>): Verdict {
  return { scores: {}, prompt: null, language: 'en', silent: null, ...some };
}

function verdictOf(text: string): Verdict {
  if (text.includes('drill no-pack')) return verdict({ silent: 'no-pack', language: 'fi' });
  const found: AbuseKind | undefined = promptOrder.find((kind) => text.includes(`drill ${kind}`));
  return verdict(found ? { prompt: found, scores: { [found]: 0.97 } } : {});
}
