import { useId } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';

/** When a limit or suspension begins; empty: at once. */
export function BeginField({
  value,
  onChange,
  invalid,
}: {
  value: string;
  onChange: (value: string) => void;
  invalid: boolean;
}) {
  const { t } = useI18n();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('decide.begins')}</label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-hint`}
        aria-invalid={invalid}
      />
      <span className="hint" id={`${id}-hint`}>
        {t('decide.beginsHint')}
      </span>
      {invalid && <span className="field-error">{t('decide.missing.begins')}</span>}
    </div>
  );
}
