import { useCallback, useState } from 'react';
import type { Step } from './flow.ts';

export interface Trail {
  readonly step: Step;
  /** Null on the first screen, and once the report is sent. */
  readonly back: (() => void) | null;
  /** Closing now would lose what was entered. */
  readonly losesInput: boolean;
  /** The last of them is shown; Back goes through the others. */
  go(...next: Step[]): void;
}

const first: readonly Step[] = [{ screen: 'need' }];
/** On these nothing has been entered that is not done already. */
const nothingToLose = new Set<Step['screen']>(['need', 'stop', 'sent']);

/** The screens that led here; Back follows them. `start`: screens after the first with which the dialog opens. */
export function useTrail(start: readonly Step[] = []): Trail {
  const [steps, setSteps] = useState<readonly Step[]>(() => [...first, ...start]);
  const go = useCallback((...next: Step[]) => setSteps((trail) => [...trail, ...next]), []);
  const back = useCallback(() => setSteps((trail) => (trail.length > 1 ? trail.slice(0, -1) : trail)), []);
  const step = steps.at(-1) ?? { screen: 'need' };
  const isSent = step.screen === 'sent';
  const hasEntered = steps
    .slice(first.length + start.length)
    .some(({ screen }) => !nothingToLose.has(screen) && screen !== 'help');
  return { step, back: steps.length > 1 && !isSent ? back : null, losesInput: hasEntered && !isSent, go };
}
