import { Label, Radio, RadioGroup } from 'react-aria-components';

/** A few choices side by side, one of them taken. */
export function Segments<Id extends string>({
  label,
  value,
  onChange,
  choices,
  hideLabel = false,
}: {
  label: string;
  value: Id;
  onChange: (id: Id) => void;
  choices: readonly { id: Id; title: string }[];
  hideLabel?: boolean;
}) {
  return (
    <RadioGroup
      className="segments"
      value={value}
      onChange={(id) => {
        const chosen = choices.find((choice) => choice.id === id);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      orientation="horizontal"
    >
      <Label className={hideLabel ? 'visually-hidden' : 'label'}>{label}</Label>
      <div className="segments-row">
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className="segment">
            {choice.title}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
