import { isMinor } from '@wellhouse/client';
import type { ReportConfig } from '@wellhouse/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { HelplineList } from '../../parts/HelplineList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useYoung } from '../young-context.ts';

export interface HelpersScreenProps {
  message: (accountId: string) => void;
  choose: () => void;
}

/** People to talk to: in the country that the person chose, or the one that they trust. */
export function HelpersScreen({ message, choose }: HelpersScreenProps): ReactNode {
  const { text, wellhouse } = useUi();
  const { band, settings, trusted, people, name } = useYoung();
  const [config, setConfig] = useState<ReportConfig | 'none' | null>(null);
  // a country that somebody looked at once, afraid, is not kept: settings keep the one that is chosen there
  const [country, setCountry] = useState(settings?.country ?? null);
  const audience = isMinor(band) ? 'child' : 'adult';
  useEffect(() => {
    let isCurrent = true;
    // as it was when the app opened: a question to a server now would say that somebody looks for help
    wellhouse.config({ locale: text.locale, audience, maxAgeMs: Number.POSITIVE_INFINITY }).then(
      (found) => isCurrent && setConfig(found),
      () => isCurrent && setConfig('none'),
    );
    return () => {
      isCurrent = false;
    };
  }, [wellhouse, text.locale, audience]);
  const hasLines =
    config !== null && config !== 'none' && config.helplines.some((line) => line.audience.includes(audience));
  return (
    <Screen title={text.t('young.help.title')}>
      <div className="wh-advice">
        <p className="wh-comfort">{text.t('young.help.fault')}</p>
        {config === null ? (
          <p>{text.t('loading')}</p>
        ) : (
          <p>{text.t(hasLines ? 'young.help.text' : 'young.help.none')}</p>
        )}
      </div>
      {config !== null && config !== 'none' ? (
        <HelplineList config={config} kind="people" country={country} onCountry={setCountry} />
      ) : null}
      {trusted !== null || people.length > 0 ? (
        <div className="wh-after">
          <Button
            className="wh-button wh-button-quiet"
            onPress={() => (trusted === null ? choose() : message(trusted))}
          >
            {trusted === null ? text.t('young.do.choose') : text.t('young.do.trusted', { name: name(trusted) })}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}
