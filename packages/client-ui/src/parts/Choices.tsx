import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup, Text } from 'react-aria-components';

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/** One answer out of a few, kept in the report. The legend is the screen's question. */
export function Choices(props: {
  legend: string;
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string) => void;
}): ReactNode {
  return (
    <RadioGroup className="wh-choices" value={props.value} onChange={props.onChange}>
      <Label className="wh-visually-hidden">{props.legend}</Label>
      {props.choices.map(({ value, label, hint }) => (
        <Radio key={value} value={value} className="wh-choice">
          <span className="wh-radio" aria-hidden="true" />
          <span className="wh-option-text">
            <span className="wh-option-label">{label}</span>
            {hint ? (
              <Text slot="description" className="wh-option-hint">
                {hint}
              </Text>
            ) : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
