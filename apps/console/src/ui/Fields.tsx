import type { ReactNode, RefObject } from 'react';
import {
  Select as AriaSelect,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  Button,
  FieldError,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { Icon } from './Icon.tsx';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | null;
  required?: boolean;
}

export function TextField({
  type = 'text',
  autoComplete,
  autoFocus = false,
  inputMode,
  minLength,
  ...field
}: FieldProps & {
  type?: 'text' | 'email' | 'password';
  autoComplete?: string;
  autoFocus?: boolean;
  inputMode?: 'numeric';
  minLength?: number;
}) {
  const { label, value, onChange, hint, error, required = false } = field;
  return (
    <AriaTextField
      className="field"
      type={type}
      value={value}
      onChange={onChange}
      isRequired={required}
      isInvalid={Boolean(error)}
      autoFocus={autoFocus}
      validationBehavior="aria"
      {...(autoComplete === undefined ? {} : { autoComplete })}
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(minLength === undefined ? {} : { minLength })}
    >
      <Label>{label}</Label>
      <Input dir={type === 'text' ? 'auto' : 'ltr'} />
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export function TextArea({
  rows = 4,
  inputRef,
  maxLength,
  ...field
}: FieldProps & { rows?: number; inputRef?: RefObject<HTMLTextAreaElement | null>; maxLength?: number }) {
  const { label, value, onChange, hint, error, required = false } = field;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={required}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <Label>{label}</Label>
      <AriaTextArea rows={rows} dir="auto" {...(inputRef === undefined ? {} : { ref: inputRef })} />
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice {
  id: string;
  title: string;
  text?: string;
}

/** Choices in named sections; a section without a title has none shown. */
export function Select({
  label,
  value,
  onChange,
  sections,
  placeholder,
  error = null,
}: {
  label: string;
  value: string | null;
  onChange: (value: string) => void;
  sections: readonly { title: string | null; choices: readonly Choice[] }[];
  placeholder: string;
  error?: string | null;
}) {
  return (
    <AriaSelect
      className="field select"
      value={value}
      onChange={(chosen) => typeof chosen === 'string' && onChange(chosen)}
      placeholder={placeholder}
      isInvalid={error !== null}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <Button className="select-button">
        <SelectValue className="select-value" />
        <Icon name="chevron" />
      </Button>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover" offset={4}>
        <ListBox className="listbox">
          {sections
            .filter((section) => section.choices.length > 0)
            .map((section, index) => (
              <ListBoxSection key={section.title ?? String(index)} id={section.title ?? String(index)}>
                {section.title !== null && <Header className="listbox-header">{section.title}</Header>}
                {section.choices.map((choice) => (
                  <ListBoxItem key={choice.id} id={choice.id} textValue={choice.title} className="listbox-item">
                    <Text slot="label">{choice.title}</Text>
                    {choice.text !== undefined && <Text slot="description">{choice.text}</Text>}
                  </ListBoxItem>
                ))}
              </ListBoxSection>
            ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
