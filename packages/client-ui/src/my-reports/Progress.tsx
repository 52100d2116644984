import type { LocalReport } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { useUi } from '../context.ts';
import { CheckIcon } from '../parts/icons.tsx';

const stages = ['submitted', 'in-review', 'decided'] as const;

const stageNames: readonly string[] = stages;

/** Submitted, In review, Decided; or the one word for a report that is not on that way. */
export function Progress({ state }: { state: LocalReport['state'] }): ReactNode {
  const { t } = useUi().text;
  const reached = stageNames.indexOf(state);
  if (reached === -1) return <p className="wh-state">{t(`mine.state.${state}`)}</p>;
  return (
    <ol className="wh-progress">
      {stages.map((stage, index) => (
        <li
          key={stage}
          data-done={index <= reached || undefined}
          {...(index === reached && { 'aria-current': 'step' as const })}
        >
          <span className="wh-dot" aria-hidden="true">
            {index <= reached ? <CheckIcon /> : null}
          </span>
          {t(`mine.state.${stage}`)}
        </li>
      ))}
    </ol>
  );
}
