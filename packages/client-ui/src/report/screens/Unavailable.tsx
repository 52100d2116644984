import { readSender } from '@wellhouse/client';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Screen } from '../../parts/Screen.tsx';
import { useIsBlocked } from '../../use-is-blocked.ts';
import type { ReportDialogProps } from '../ReportDialog.tsx';

export interface UnavailableProps extends ReportDialogProps {
  state: 'loading' | 'unavailable' | 'gone';
  onRetry: () => void;
}

/** Shown while questions and keys load, and where they or the message cannot be had: blocking works all the same. */
export function Unavailable({ state, onRetry, ...props }: UnavailableProps): ReactNode {
  const { wellhouse, text } = useUi();
  const { t } = text;
  const subject = props.target.kind === 'account' ? props.target.accountId : senderOf(props);
  const isBlocked = useIsBlocked(subject);
  const [hasFailed, setHasFailed] = useState(false);
  if (state === 'loading') {
    return (
      <div className="wh-screen">
        <p className="wh-loading" role="status">
          {t('loading')}
        </p>
      </div>
    );
  }
  async function block(accountId: string): Promise<void> {
    try {
      await wellhouse.block(accountId);
      await props.onBlock?.(accountId);
    } catch {
      setHasFailed(true);
    }
  }
  return (
    <Screen
      title={t(state === 'gone' ? 'gone.title' : 'unavailable.title')}
      hint={t(state === 'gone' ? 'gone.text' : 'unavailable.text')}
      footer={
        <>
          {subject === null || isBlocked ? null : (
            <Button className="wh-button wh-button-quiet" onPress={() => void block(subject)}>
              {t('stop.block', { name: props.names(subject) })}
            </Button>
          )}
          {state === 'gone' ? null : (
            <Button className="wh-button" onPress={onRetry}>
              {t('unavailable.retry')}
            </Button>
          )}
        </>
      }
    >
      <div className="wh-advice">
        <p>{t('help.emergency')}</p>
        <p>{t('help.trusted')}</p>
      </div>
      <p className="wh-status" role="status">
        {hasFailed ? t('stop.failed') : null}
        {isBlocked && subject !== null ? t('stop.blocked', { name: props.names(subject) }) : null}
      </p>
    </Screen>
  );
}

/** Who wrote the message; null if it cannot be read, or the report is about a group. */
function senderOf({ target, conversation }: ReportDialogProps): string | null {
  const message = target.kind === 'message' ? conversation[target.index] : undefined;
  return message ? readSender(message) : null;
}
