import type { CoverSetting } from '@wellhouse/client';
import { isMinor } from '@wellhouse/client';
import type { ReportConfig } from '@wellhouse/protocol';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import type { MessageId } from '../i18n/message-id.ts';
import { Choices } from '../parts/Choices.tsx';
import { HelplineList } from '../parts/HelplineList.tsx';
import { useYoung } from './young-context.ts';

export const coverLabels: Record<CoverSetting, MessageId> = {
  off: 'young.set.covers.off',
  noticed: 'young.set.covers.noticed',
  every: 'young.set.covers.every',
};

/** Which pictures stay covered, whom to turn to, and helplines of the country that the person chooses. */
export function YoungSettings(props: { headingLevel?: 2 | 3 }): ReactNode {
  return useWellhouseUi() === null ? null : <Loaded {...props} />;
}

function Loaded({ headingLevel = 2 }: { headingLevel?: 2 | 3 }): ReactNode {
  const { text, theme, wellhouse } = useUi();
  const { t } = text;
  const { band, rule, settings, trusted, people, name, classifyPicture } = useYoung();
  const [config, setConfig] = useState<ReportConfig | null>(null);
  const id = useId();
  const audience = isMinor(band) ? 'child' : 'adult';
  useEffect(() => {
    let isCurrent = true;
    wellhouse.config({ locale: text.locale, audience, maxAgeMs: Number.POSITIVE_INFINITY }).then(
      (found) => isCurrent && setConfig(found),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [wellhouse, text.locale, audience]);
  const Title = `h${headingLevel}` as const;
  const Part = `h${headingLevel + 1}` as 'h3' | 'h4';
  if (rule === null || settings === null) return null;
  return (
    <I18nProvider locale={text.locale}>
      <section className="wh-young wh-young-page" data-theme={theme} dir={text.direction} lang={text.locale}>
        <Title className="wh-question">{t('young.set.title')}</Title>
        <Part className="wh-section">{t('young.set.covers')}</Part>
        <p className="wh-hint">{t(classifyPicture === null ? 'young.set.blind' : 'young.set.covers.hint')}</p>
        <Choices
          legend={t('young.set.covers')}
          choices={rule.choices.map((value) => ({ value, label: t(coverLabels[value]) }))}
          value={rule.setting}
          onChange={(value) => {
            const covers = rule.choices.find((choice) => choice === value);
            if (covers !== undefined) void wellhouse.young.change({ covers });
          }}
        />
        {rule.because === 'family' || (band === '13-17' && rule.choices.length < 3) ? (
          <p className="wh-hint">{t('young.set.family')}</p>
        ) : null}
        {band === 'under-13' ? <p className="wh-hint">{t('young.set.age')}</p> : null}
        <Part className="wh-section">
          <label htmlFor={id}>{t('young.set.trusted')}</label>
        </Part>
        <p className="wh-hint">{t('young.set.trusted.hint')}</p>
        <select
          id={id}
          className="wh-select"
          value={trusted ?? ''}
          onChange={(event) =>
            void wellhouse.young.change({ trusted: event.target.value === '' ? null : event.target.value })
          }
        >
          <option value="">{t('young.set.nobody')}</option>
          {people.map((person) => (
            <option key={person} value={person}>
              {name(person)}
            </option>
          ))}
        </select>
        {config ? (
          <HelplineList
            config={config}
            kind="people"
            country={settings.country}
            onCountry={(country) => void wellhouse.young.change({ country })}
          />
        ) : null}
      </section>
    </I18nProvider>
  );
}
