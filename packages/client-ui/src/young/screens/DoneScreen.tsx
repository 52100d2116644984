import type { SentReport } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { AlertIcon, CheckIcon, ClockIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useSentReport } from '../../report/use-sent-report.ts';
import type { BlockState, PictureStep } from '../PictureDialog.tsx';
import type { PictureReport } from '../use-picture-report.ts';
import { useYoung } from '../young-context.ts';

export interface DoneScreenProps {
  report: PictureReport;
  person: string;
  block: BlockState;
  /** Tries to block once more. */
  onBlock: () => void;
  go: (step: PictureStep) => void;
  message: (accountId: string) => void;
  close: () => void;
}

/** What happened, and who else can help. */
export function DoneScreen({ report, person, block, onBlock, go, message, close }: DoneScreenProps): ReactNode {
  const { t } = useUi().text;
  const { trusted, name } = useYoung();
  const isFailed = report.state === 'failed';
  const isSent = report.state === 'sent';
  const isKept = report.state === 'kept';
  const their = { name: name(person) };
  return (
    <Screen
      // what was read out while it was sent is read again when it is done
      key={report.state}
      title={t(isFailed ? 'young.done.failed' : isSent ? 'young.done.sent' : isKept ? 'young.done.kept' : 'loading')}
      mark={
        <span className="wh-outcome-mark" data-outcome={isFailed ? 'refused' : isSent ? 'sent' : 'waiting'}>
          {isFailed ? <AlertIcon /> : isSent ? <CheckIcon /> : <ClockIcon />}
        </span>
      }
      footer={
        <>
          <Button className="wh-button wh-button-quiet" onPress={() => go('helpers')}>
            {t('young.do.help')}
          </Button>
          {isFailed ? (
            <Button className="wh-button" onPress={() => void report.send(block === 'done')}>
              {t('unavailable.retry')}
            </Button>
          ) : (
            <Button className="wh-button" onPress={close}>
              {t('done')}
            </Button>
          )}
        </>
      }
    >
      <div className="wh-outcome">
        {isSent ? <p>{t('young.done.text')}</p> : null}
        {isFailed ? <p>{t('young.done.failed.text')}</p> : null}
        {isKept ? <p>{t('young.done.kept.text')}</p> : null}
        {block === 'none' ? null : (
          <p role="status">{t(block === 'done' ? 'young.done.blocked' : 'young.done.notBlocked', their)}</p>
        )}
        {block === 'failed' ? (
          <Button className="wh-button wh-button-quiet" onPress={onBlock}>
            {t('stop.block', their)}
          </Button>
        ) : null}
        {report.sent ? <CaseNumber sent={report.sent} /> : null}
      </div>
      {trusted === null ? null : (
        <div className="wh-after">
          <Button className="wh-button wh-button-quiet" onPress={() => message(trusted)}>
            {t('young.do.trusted', { name: name(trusted) })}
          </Button>
        </div>
      )}
    </Screen>
  );
}

function CaseNumber({ sent }: { sent: SentReport }): ReactNode {
  const { t } = useUi().text;
  const { reference } = useSentReport(sent);
  return reference === null ? null : (
    <p className="wh-reference">
      <span>{t('sent.reference')}</span>
      <strong dir="ltr">{reference}</strong>
    </p>
  );
}
