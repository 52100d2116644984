import type { RecontactHint } from '@wellhouse/client';
import { type ReactNode, useState } from 'react';
import { Button, I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import { Announced } from '../parts/Announced.tsx';

export interface RecontactBarProps {
  /** As `wellhouse.recontact.hints` gives it. */
  hint: RecontactHint;
  /** How the person on this device knows the new account. */
  name: string;
  /** Opens a `ReportDialog` for the account. */
  onReport: () => void;
  /** After the new account was blocked on this device. */
  onBlock?: (accountId: string) => void | Promise<void>;
  /** The bar goes: put the focus where reading goes on. */
  onClosed?: () => void;
}

/** "May be somebody you blocked": what it rests on, that it may be wrong, and what can be done. */
export function RecontactBar(props: RecontactBarProps): ReactNode {
  const isLoaded = useWellhouseUi() !== null;
  return isLoaded ? <LoadedBar {...props} /> : null;
}

function LoadedBar({ hint, name, onReport, onBlock, onClosed }: RecontactBarProps): ReactNode {
  const { wellhouse, text, theme } = useUi();
  const { t } = text;
  const [hasFailed, setHasFailed] = useState(false);
  const { blockedName: blocked, accountId } = hint;

  async function end(work: () => Promise<void>): Promise<void> {
    setHasFailed(false);
    try {
      await work();
      onClosed?.();
    } catch {
      setHasFailed(true);
    }
  }

  return (
    <I18nProvider locale={text.locale}>
      <section
        className="wh-prompt"
        aria-label={t('recontact.label', { name })}
        aria-live="off"
        data-theme={theme}
        data-kind="recontact"
        dir={text.direction}
        lang={text.locale}
      >
        <Announced>{t('recontact.announce')}</Announced>
        <p className="wh-prompt-title">
          {name === blocked ? t('recontact.title.same', { name }) : t('recontact.title', { name, blocked })}
        </p>
        <ul className="wh-prompt-signs">
          {hint.signs.map((sign) => (
            <li key={sign}>{t(`recontact.sign.${sign}`, { blocked })}</li>
          ))}
        </ul>
        <p className="wh-prompt-advice">{t('recontact.text')}</p>
        {/* none of them leads: who is pointed out may have done nothing */}
        <div className="wh-prompt-acts">
          <Button
            className="wh-button wh-button-quiet"
            onPress={() =>
              void end(async () => {
                await wellhouse.block(accountId);
                await onBlock?.(accountId);
              })
            }
          >
            {t('stop.block', { name })}
          </Button>
          <Button className="wh-button wh-button-quiet" onPress={() => void end(() => wellhouse.recontact.close(hint))}>
            {t('recontact.other')}
          </Button>
          <Button className="wh-button wh-button-quiet" onPress={onReport}>
            {t('need.tell')}
          </Button>
        </div>
        <p className="wh-prompt-problem" role="status">
          {hasFailed ? t('stop.failed') : ''}
        </p>
      </section>
    </I18nProvider>
  );
}
