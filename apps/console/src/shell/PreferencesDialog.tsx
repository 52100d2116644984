import { Switch } from 'react-aria-components';
import { useI18n } from '../i18n/I18n.tsx';
import { localeNames, locales } from '../i18n/messages.ts';
import { preferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Segments } from '../ui/Segments.tsx';
import { SingleKeysSwitch } from './SingleKeysSwitch.tsx';

export function PreferencesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const current = usePreferences();
  return (
    <Dialog title={t('preferences.title')} onClose={onClose}>
      <div className="stack">
        <Segments
          label={t('preferences.language')}
          value={current.locale}
          onChange={(locale) => preferences.set({ locale })}
          choices={locales.map((id) => ({ id, title: localeNames[id] }))}
        />
        <Segments
          label={t('preferences.theme')}
          value={current.theme}
          onChange={(theme) => preferences.set({ theme })}
          choices={(['system', 'light', 'dark'] as const).map((id) => ({ id, title: t(`preferences.theme.${id}`) }))}
        />
        <Segments
          label={t('preferences.density')}
          value={current.density}
          onChange={(density) => preferences.set({ density })}
          choices={(['comfortable', 'compact'] as const).map((id) => ({ id, title: t(`preferences.density.${id}`) }))}
        />
        <div>
          <Switch
            className="switch"
            isSelected={current.greyscale}
            onChange={(greyscale) => preferences.set({ greyscale })}
          >
            <span className="switch-track" />
            {t('preferences.greyscale')}
          </Switch>
          <p className="hint">{t('preferences.greyscaleHint')}</p>
        </div>
        <p className="hint">{t('preferences.kept')}</p>
        <SingleKeysSwitch />
      </div>
    </Dialog>
  );
}
