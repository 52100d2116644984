import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from './Button.tsx';
import { TextArea } from './Fields.tsx';
import { ProblemNote } from './ProblemNote.tsx';

/** Shorter than this says nothing. */
export const shortestReason = 3;

export interface ReasonFormProps {
  label: string;
  hint: string;
  /** Title of the button that sends it. */
  submit: string;
  /** What cannot be taken back looks so. */
  danger?: boolean;
  /** The reason goes to a person outside: a word is too little. */
  shortest?: number;
  pending: boolean;
  error: unknown;
  /** Whether what else is asked for, as children, is there. */
  complete?: boolean;
  onSubmit: (reason: string) => void;
  onCancel: () => void;
  children?: ReactNode;
}

/** Asks for the reason of one step. The first field has the focus; Ctrl+Enter sends, Escape leaves. */
export function ReasonForm({
  label,
  hint,
  submit,
  danger = false,
  shortest = shortestReason,
  pending,
  error,
  complete = true,
  onSubmit,
  onCancel,
  children,
}: ReasonFormProps) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  const ready = complete && reason.trim().length >= shortest;
  const send = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (ready && !pending) onSubmit(reason.trim());
  };
  return (
    <form
      ref={form}
      className="stack answer-form"
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
        if (event.key === 'Escape') onCancel();
      }}
    >
      {children}
      <TextArea label={label} value={reason} onChange={setReason} rows={3} maxLength={2_000} hint={hint} required />
      {error !== null && <ProblemNote error={error} />}
      <div className="button-row">
        <Button look={danger ? 'danger' : 'primary'} type="submit" isDisabled={!ready} isPending={pending}>
          {submit}
        </Button>
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
