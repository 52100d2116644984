import type { ListSettings } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { SettingValue } from './SettingValue.tsx';
import { changedFields } from './settings-fields.ts';

/** What would change, field by field, as it is and as it would be. */
export function SettingsDiff({ from, to }: { from: ListSettings; to: ListSettings }) {
  const { t } = useI18n();
  const fields = changedFields(from, to);
  if (fields.length === 0) return <p className="muted">{t('lists.diff.none')}</p>;
  return (
    <div className="diff">
      {fields.map((field) => (
        <section key={field} className="diff-field">
          <h3>{t(`lists.field.${field}`)}</h3>
          <div className="diff-sides">
            <div>
              <p className="diff-side">{t('lists.diff.now')}</p>
              <SettingValue settings={from} field={field} />
            </div>
            <div className="diff-proposed">
              <p className="diff-side">{t('lists.diff.then')}</p>
              <SettingValue settings={to} field={field} />
            </div>
          </div>
        </section>
      ))}
    </div>
  );
}
