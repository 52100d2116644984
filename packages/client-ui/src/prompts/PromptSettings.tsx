import { type AbuseKind, type PackCard, textKinds } from '@wellhouse/classifiers';
import type { StoredLogLine, StoredPromptSettings } from '@wellhouse/client';
import { type ReactNode, useCallback } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import { CheckRow } from '../parts/CheckRow.tsx';
import { LocalLog } from './LocalLog.tsx';
import { PackList, PicturePacks } from './PackList.tsx';
import { useAfter } from './use-after.ts';

export interface PromptSettingsProps {
  /** How the person on this device knows an account. */
  names: (accountId: string) => string;
  /** What looks at pictures, if anything does; its packs are read when the page is drawn. */
  pictures?: { readonly packs: readonly PackCard[] };
  /** Level of the heading; 2 by default. */
  headingLevel?: 2 | 3;
}

/** What runs where, which packs and languages there are, what is switched off, and what was noticed on this device. */
export function PromptSettings(props: PromptSettingsProps): ReactNode {
  const isLoaded = useWellhouseUi() !== null;
  return isLoaded ? <LoadedSettings {...props} /> : null;
}

interface Known {
  settings: StoredPromptSettings;
  log: readonly StoredLogLine[];
}

function LoadedSettings({ names, pictures, headingLevel = 2 }: PromptSettingsProps): ReactNode {
  const { wellhouse, text, theme } = useUi();
  const { t } = text;
  const { prompts } = wellhouse;
  const load = useCallback(
    async (): Promise<Known | null> => ({ settings: await prompts.settings(), log: await prompts.log() }),
    [prompts],
  );
  const known = useAfter(load, ['prompts'], null);
  const Title = `h${headingLevel}` as const;
  const Part = headingLevel === 2 ? 'h3' : 'h4';
  if (known === null) return null;
  const { settings, log } = known;
  const offSince = (what: AbuseKind | 'all'): string | null => {
    const since = settings.offSince?.[what];
    return since === undefined ? null : t('noticed.off.since', { date: text.date(since) });
  };
  return (
    <I18nProvider locale={text.locale}>
      <section className="wh-noticed" data-theme={theme} dir={text.direction} lang={text.locale}>
        <Title className="wh-question">{t('noticed.title')}</Title>
        <p className="wh-hint">{t('noticed.lead')}</p>
        <div className="wh-checks">
          <CheckRow
            label={t('noticed.on')}
            hint={offSince('all') ?? t('noticed.on.hint')}
            isSelected={settings.isOn}
            onChange={(isOn) => void prompts.setOn(isOn)}
          />
        </div>
        <Part className="wh-section">{t('noticed.where')}</Part>
        <dl className="wh-places">
          {(['device', 'server', 'nowhere'] as const).map((place) => (
            <div key={place}>
              <dt>{t(`noticed.where.${place}`)}</dt>
              <dd>{t(`noticed.what.${place}`)}</dd>
            </div>
          ))}
        </dl>
        <Part className="wh-section">{t('noticed.packs')}</Part>
        <PackList runtime={prompts.runtime()} />
        {pictures === undefined ? null : (
          <>
            <Part className="wh-section">{t('noticed.pictures')}</Part>
            <PicturePacks packs={pictures.packs} />
          </>
        )}
        <Part className="wh-section">{t('noticed.kinds')}</Part>
        <div className="wh-checks">
          {kindsOf(settings).map((kind) => (
            <CheckRow
              key={kind}
              label={t(`kind.${kind}`)}
              {...hintOf(offSince(kind))}
              isSelected={!settings.off.includes(kind)}
              isDisabled={!settings.isOn}
              onChange={(isOn) => void prompts.setKind({ kind, isOn })}
            />
          ))}
        </div>
        <Part className="wh-section">{t('noticed.log')}</Part>
        <LocalLog log={log} keepsLog={settings.keepsLog} names={names} />
      </section>
    </I18nProvider>
  );
}

function hintOf(hint: string | null): { hint?: string } {
  return hint === null ? {} : { hint };
}

/** Kinds that text packs know, and whatever else was switched off, so that it can be switched on again. */
function kindsOf({ off }: StoredPromptSettings): AbuseKind[] {
  return [...new Set<AbuseKind>([...textKinds, ...off])];
}
