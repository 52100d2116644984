import { useCallback, useState } from 'react';
import type { Step } from './flow.ts';

export interface Trail {
  readonly step: Step;
  /** Null on the first screen, and once the report is sent. */
  readonly back: (() => void) | null;
  /** Closing now would lose what was entered. */
  readonly losesInput: boolean;
  go(step: Step): void;
}

const start: readonly Step[] = [{ screen: 'need' }];
/** On these nothing has been entered that is not done already. */
const nothingToLose = new Set<Step['screen']>(['need', 'stop', 'sent']);

/** The screens that led here; Back follows them. */
export function useTrail(): Trail {
  const [steps, setSteps] = useState(start);
  const go = useCallback((step: Step) => setSteps((trail) => [...trail, step]), []);
  const back = useCallback(() => setSteps((trail) => (trail.length > 1 ? trail.slice(0, -1) : trail)), []);
  const step = steps.at(-1) ?? { screen: 'need' };
  const isSent = step.screen === 'sent';
  const hasEntered = steps.some(({ screen }) => !nothingToLose.has(screen) && screen !== 'help');
  return { step, back: steps.length > 1 && !isSent ? back : null, losesInput: hasEntered && !isSent, go };
}
