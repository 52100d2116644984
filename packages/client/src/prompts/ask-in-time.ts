import type { TextClassifier, Verdict } from '@wellhouse/classifiers';
import type { Schedule } from '../context.ts';

/**
 * A classifier that has not answered after this counts as one that does not, for now. Longer than Wellhouse's own takes to give its
 * worker up, since a message may wait behind others: no message waits for it to be shown.
 */
export const answerWithinMs = 90_000;
/** A verdict that comes later than this is about what nobody is reading any more. */
export const lateWithinMs = 3_600_000;

const noAnswer: Verdict = { scores: {}, prompt: null, language: null, silent: 'unavailable' };

export interface Answer {
  /** `unavailable` where there was none in time. */
  readonly verdict: Verdict;
  /** What comes after all: a device that was busy has not said that nothing is wrong. May stay pending for ever; never rejects. */
  readonly late: Promise<Verdict> | null;
}

/** A verdict, in time, whatever the classifier does: it may throw, reject, hang, or answer when it is asked about no more. */
export function askInTime(
  classifier: TextClassifier,
  message: { text: string; languages: readonly string[] },
  { schedule, clock }: { schedule: Schedule; clock: () => number },
): Promise<Answer> {
  const askedAt = clock();
  const answered = Promise.resolve()
    .then(() => classifier.classify(message))
    .catch(() => noAnswer);
  return new Promise((resolve) => {
    const late = answered.then((verdict) => (Math.abs(clock() - askedAt) < lateWithinMs ? verdict : noAnswer));
    const giveUp = schedule(answerWithinMs, () => resolve({ verdict: noAnswer, late }));
    void answered.then((verdict) => {
      giveUp();
      resolve({ verdict, late: null });
    });
  });
}
