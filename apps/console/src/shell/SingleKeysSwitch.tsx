import { Switch } from 'react-aria-components';
import { useKeySettings, useSaveKeys } from '../api/key-queries.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';

/** Whether keys of one character do anything (WCAG 2.1.4): who speaks to their computer, or whose hand slips, turns them off. */
export function SingleKeysSwitch() {
  const { t } = useI18n();
  const settings = useKeySettings();
  const { save, error } = useSaveKeys();
  return (
    <div>
      <Switch
        className="switch"
        isSelected={settings.singleKeys}
        onChange={(singleKeys) => save({ ...settings, singleKeys })}
      >
        <span className="switch-track" aria-hidden="true" />
        {t('keys.single')}
      </Switch>
      <p className="hint">{t('keys.singleText')}</p>
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}
