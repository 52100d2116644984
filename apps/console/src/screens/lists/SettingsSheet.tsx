import type { ListSettings } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { SettingValue } from './SettingValue.tsx';
import { settingsFields } from './settings-fields.ts';

/** What the list may be used for, and how: a sheet to read. */
export function SettingsSheet({ settings }: { settings: ListSettings }) {
  const { t } = useI18n();
  return (
    <dl className="sheet">
      {settingsFields
        .filter((field) => field !== 'title')
        .map((field) => (
          <div key={field}>
            <dt>{t(`lists.field.${field}`)}</dt>
            <dd>
              <SettingValue settings={settings} field={field} />
            </dd>
          </div>
        ))}
    </dl>
  );
}
