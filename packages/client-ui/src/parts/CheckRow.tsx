import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { CheckIcon } from './icons.tsx';

export function CheckRow(props: {
  label: string;
  hint?: string;
  icon?: ReactNode;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (isSelected: boolean) => void;
}): ReactNode {
  return (
    <Checkbox
      className="wh-check"
      isSelected={props.isSelected}
      isDisabled={props.isDisabled ?? false}
      onChange={props.onChange}
    >
      <span className="wh-box" aria-hidden="true">
        <CheckIcon />
      </span>
      <span className="wh-option-text">
        <span className="wh-option-label">{props.label}</span>
        {props.hint ? <span className="wh-option-hint">{props.hint}</span> : null}
      </span>
    </Checkbox>
  );
}
