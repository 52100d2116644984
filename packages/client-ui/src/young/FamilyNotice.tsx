import { linksToTell } from '@wellhouse/client';
import { type ReactNode, useState } from 'react';
import { Button, I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import { coverLabels } from './YoungSettings.tsx';
import { useYoung } from './young-context.ts';

/** Tells a young person of a family link that came or that the guardian changed, and lets them say that it was not them. */
export function FamilyNotice(): ReactNode {
  return useWellhouseUi() === null ? null : <Loaded />;
}

function Loaded(): ReactNode {
  const { text, theme, wellhouse } = useUi();
  const { t } = text;
  const { links, settings, self, blocked, name, onFamilyChange } = useYoung();
  const [hasFailed, setHasFailed] = useState(false);
  if (settings === null || self === null) return null;
  const seen = settings.seenLinks ?? {};
  const link = linksToTell(links, { self, seen }).find(({ guardian }) => !blocked.has(guardian));
  if (link === undefined) return null;
  const { linkId, guardian, changedAt } = link;
  const { covers } = link.settings;
  const people = { guardian: name(guardian), young: name(self) };
  const label = covers === 'off' ? t('family.covers.off', people) : t(coverLabels[covers]);
  const title = t(seen[linkId] === undefined ? 'family.notice.came' : 'family.notice.changed', people);
  const saw = (): Promise<void> => wellhouse.young.change({ seenLinks: { ...seen, [linkId]: changedAt } });
  async function disown(): Promise<void> {
    setHasFailed(false);
    try {
      await onFamilyChange(linkId, { type: 'not-me' });
      await saw();
    } catch {
      setHasFailed(true);
    }
  }
  return (
    <I18nProvider locale={text.locale}>
      <section
        className="wh-young wh-family-notice"
        data-theme={theme}
        dir={text.direction}
        lang={text.locale}
        aria-label={t('family.title')}
      >
        <div role="status">
          <p className="wh-option-label">{title}</p>
          <p className="wh-hint">
            {t('family.covers')}: {label}
          </p>
          {hasFailed ? <p>{t('family.notice.failed')}</p> : null}
        </div>
        <div className="wh-family-acts">
          <Button className="wh-button wh-button-quiet" onPress={() => void saw()}>
            {t('family.notice.okay')}
          </Button>
          <Button className="wh-button wh-button-quiet" onPress={() => void disown()}>
            {t(seen[linkId] === undefined ? 'family.notice.notMe' : 'family.end')}
          </Button>
        </div>
      </section>
    </I18nProvider>
  );
}
