import type { Schedule } from '../context.ts';
import { whyNotDecode } from './picture-head.ts';

/** What a device's own model says about one picture. Calibrated; `prompt` is cut by the model's own threshold. */
export interface PictureVerdict {
  readonly score: number;
  readonly prompt: 'sensitive-picture' | null;
}

/**
 * Looks at a picture on this device, with no way to the network. Of a file that is no picture, or says that it is larger than is to be
 * decoded, nothing is asked. `late`: there is a model, and it cannot look now; `no-model`: none could be loaded. Rejects where the model does
 * not read this file: it moves, or cannot be decoded.
 */
export type ClassifyPicture = (
  bytes: Uint8Array,
  asking?: PictureAsking,
) => Promise<PictureVerdict | 'late' | 'no-model'>;

export interface PictureAsking {
  /** The person on this device waits for it: to be looked at before all that others have sent. */
  readonly isUrgent?: boolean;
}

/** `late`: there is a model, and it took too long; `unread`: it has no answer about this file; `no-model`: nothing can look at any. */
export type PictureReading = 'pending' | 'harmless' | 'sensitive' | 'late' | 'unread' | 'no-model';
type Outcome = Exclude<PictureReading, 'pending'>;

const patienceMs = 10_000;

/** Never rejects: whatever happens to the model, there is an answer in ten seconds. `onLate` hears what it says after them. */
export function readPicture(
  classify: ClassifyPicture | null,
  bytes: Uint8Array,
  schedule: Schedule,
  { onLate, ...asking }: PictureAsking & { onLate?: (reading: Outcome) => void } = {},
): Promise<Outcome> {
  if (classify === null) return Promise.resolve('no-model');
  if (whyNotDecode(bytes) !== null) return Promise.resolve('unread');
  let isLate = false;
  return new Promise((resolve) => {
    const callOff = schedule(patienceMs, () => {
      isLate = true;
      resolve('late');
    });
    const settle = (reading: Outcome): void => {
      callOff();
      if (isLate) onLate?.(reading);
      else resolve(reading);
    };
    Promise.resolve()
      .then(() => classify(bytes, asking))
      .then(readingOf, (): Outcome => 'unread')
      .then(settle);
  });
}

function readingOf(verdict: Awaited<ReturnType<ClassifyPicture>>): Outcome {
  if (verdict === 'late' || verdict === 'no-model') return verdict;
  return verdict.prompt === null ? 'harmless' : 'sensitive';
}
