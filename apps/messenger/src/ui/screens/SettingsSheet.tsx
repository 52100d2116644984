import { isMinor } from '@wellhouse/client';
import { useState } from 'react';
import { Button, Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { isLanguage, languages, useTranslate } from '../i18n/messages.ts';
import { explainNow } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { offeredRegions, regionName, rehearsalRegion } from '../state/regions.ts';
import type { Settings } from '../state/settings.ts';
import { useAccountState, useSession } from '../state/use-session.ts';
import { BlockedPeople } from './BlockedPeople.tsx';
import { YoungPart } from './Young.tsx';

function Choice(props: {
  label: string;
  hint?: string;
  value: string;
  options: { id: string; name: string; lang?: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <RadioGroup className="choice" value={props.value} onChange={props.onChange}>
      <Label>{props.label}</Label>
      {props.hint && <Text slot="description">{props.hint}</Text>}
      <div className="choice-options">
        {props.options.map((option) => (
          <Radio key={option.id} value={option.id} className="choice-option">
            <span lang={option.lang}>{option.name}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** Of the account and not of this browser: the service keeps it. */
function RegionChoice() {
  const t = useTranslate();
  const { device } = useSession();
  const region = useAccountState()?.region ?? rehearsalRegion;
  const [problem, setProblem] = useState<string | null>(null);
  const offered = offeredRegions.includes(region) ? offeredRegions : [...offeredRegions, region];
  const choose = (chosen: string) => {
    setProblem(null);
    device.chooseRegion(chosen).catch((error: unknown) => setProblem(explainNow(error, t)));
  };
  return (
    <>
      <Choice
        label={t('settings.region')}
        hint={t('settings.region.hint')}
        value={region}
        options={offered.map((id) => ({ id, name: regionName(id, t) }))}
        onChange={choose}
      />
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

export function SettingsSheet(props: {
  settings: Settings;
  onChange: (settings: Settings) => void;
  onShowNoticed: () => void;
  onClose: () => void;
}) {
  const { settings, onChange } = props;
  const t = useTranslate();
  const { device } = useSession();
  // those under 18 are spoken to in their own words anyway
  const band = useAccountState()?.ageBand ?? null;
  return (
    <Sheet title={t('settings.title')} onClose={props.onClose}>
      <div className="form">
        <Choice
          label={t('settings.language')}
          value={settings.language}
          options={languages.map(({ id, name }) => ({ id, name, lang: id }))}
          onChange={(language) => isLanguage(language) && onChange({ ...settings, language })}
        />
        {!isMinor(band) && (
          <Choice
            label={t('settings.audience')}
            hint={t('settings.audience.hint')}
            value={settings.audience}
            options={[
              { id: 'adult', name: t('settings.audience.adult') },
              { id: 'child', name: t('settings.audience.child') },
            ]}
            onChange={(audience) => onChange({ ...settings, audience: audience === 'child' ? 'child' : 'adult' })}
          />
        )}
        <Choice
          label={t('settings.theme')}
          value={settings.theme}
          options={[
            { id: 'auto', name: t('settings.theme.auto') },
            { id: 'light', name: t('settings.theme.light') },
            { id: 'dark', name: t('settings.theme.dark') },
          ]}
          onChange={(theme) => onChange({ ...settings, theme: theme === 'light' || theme === 'dark' ? theme : 'auto' })}
        />
        <YoungPart />
        <BlockedPeople />
        <RegionChoice />
        <Button className="button wide start" onPress={props.onShowNoticed}>
          <Icon name="shield" />
          {t('settings.noticed')}
        </Button>
        <div className="form-foot spread">
          <span className="fine-print">{t('settings.account', { name: device.name })}</span>
          <Button className="button" onPress={() => location.assign(location.pathname)}>
            {t('settings.switch')}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
