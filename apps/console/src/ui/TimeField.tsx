import { Input, Label, TextField } from 'react-aria-components';

/** A day and a time where the person is, as the browser asks for it. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      className="field"
      type="datetime-local"
      value={value}
      onChange={onChange}
      isRequired
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <Input dir="ltr" />
    </TextField>
  );
}

/** A time in milliseconds as such a field holds it: `2026-11-27T08:30`. */
export function localTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
