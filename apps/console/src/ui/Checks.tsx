import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { Icon } from './Icon.tsx';

/** Some of a few choices. */
export function Checks({
  label,
  value,
  onChange,
  choices,
}: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  choices: readonly { id: string; title: string }[];
}) {
  return (
    <CheckboxGroup className="checks" value={[...value]} onChange={onChange}>
      <Label className="label">{label}</Label>
      <div className="checks-row">
        {choices.map((choice) => (
          <Checkbox key={choice.id} value={choice.id} className="checkbox">
            <span className="checkbox-box" aria-hidden="true">
              <Icon name="check" />
            </span>
            {choice.title}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}
