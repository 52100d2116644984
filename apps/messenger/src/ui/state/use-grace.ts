import { graceSeconds } from '@wellhouse/client';
import { useLive } from './use-session.ts';

/**
 * How long, in seconds, a disappeared message can still be reported; null if the safety server has never said so,
 * undefined until that is known.
 */
export function useGrace(): number | null | undefined {
  return useLive(({ wellhouse }) => wellhouse.config().then(graceSeconds, () => null), 'grace');
}
