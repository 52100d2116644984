import { useRef } from 'react';
import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { ActionKeys } from './Keys.tsx';
import { useRadioKeys } from './use-radio-keys.ts';

export interface Rung<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly hint: string;
  /** Its action in the registry, whose key it shows; null: it cannot be chosen now, and the hint says why. */
  readonly action: string | null;
}

/** One choice among a few that lead from nothing to much, each with what it means and its key. */
export function Ladder<Id extends string>({
  label,
  labelHidden = false,
  rungs,
  value,
  onChange,
  error,
}: {
  label: string;
  /** Where a heading says it already. */
  labelHidden?: boolean;
  rungs: readonly Rung<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  error: string | null;
}) {
  const steps = useRef<HTMLDivElement>(null);
  const onKeys = useRadioKeys(steps, value);
  return (
    <RadioGroup
      className="ladder"
      value={value ?? ''}
      onChange={(chosen) => {
        const rung = rungs.find(({ id }) => id === chosen);
        if (rung !== undefined) onChange(rung.id);
      }}
      isInvalid={error !== null}
      isRequired
      validationBehavior="aria"
    >
      <Label className={labelHidden ? 'visually-hidden' : 'label'}>{label}</Label>
      <div className="ladder-steps" ref={steps} onKeyDownCapture={onKeys}>
        {rungs.map(({ id, title, hint, action }) => (
          <Radio key={id} value={id} className="ladder-step" data-action-name={id} isDisabled={action === null}>
            <span className="ladder-dot" aria-hidden="true" />
            <span className="ladder-text">
              <span className="ladder-title">{title}</span>
              <span className="ladder-hint">{hint}</span>
            </span>
            {action !== null && <ActionKeys action={action} />}
          </Radio>
        ))}
      </div>
      {error !== null && (
        <Text slot="errorMessage" className="field-error">
          {error}
        </Text>
      )}
    </RadioGroup>
  );
}
