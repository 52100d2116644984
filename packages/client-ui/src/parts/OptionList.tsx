import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { CheckIcon, ChevronIcon } from './icons.tsx';

export interface Option {
  id: string;
  label: string;
  hint?: string | null;
  icon?: ReactNode;
  /** Chosen before; Back shows what was answered. */
  isChosen?: boolean;
  /** Pressing it does it, and no other screen asks first: no arrow says that it only leads on. */
  isAct?: boolean;
  /** Done already, and cannot be done again. */
  isDone?: boolean;
}

/** Answers that lead straight on, and acts. */
export function OptionList(props: {
  label: string;
  options: readonly Option[];
  onChoose: (id: string) => void;
}): ReactNode {
  return (
    <ul className="wh-options" aria-label={props.label}>
      {props.options.map((option) => (
        <li key={option.id}>
          <Button
            className="wh-option"
            isDisabled={option.isDone ?? false}
            onPress={() => props.onChoose(option.id)}
            {...(option.isChosen && { 'aria-current': 'true' as const })}
          >
            {option.icon ? <span className="wh-option-icon">{option.icon}</span> : null}
            <span className="wh-option-text">
              <span className="wh-option-label">{option.label}</span>
              {option.hint ? <span className="wh-option-hint">{option.hint}</span> : null}
            </span>
            <End option={option} />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function End({ option: { isChosen, isDone, isAct } }: { option: Option }): ReactNode {
  if (isAct && !isDone) return null;
  return <span className="wh-option-end">{isChosen || isDone ? <CheckIcon /> : <ChevronIcon />}</span>;
}
