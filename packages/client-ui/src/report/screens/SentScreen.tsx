import type { SentReport } from '@wellhouse/client';
import { findLeaf } from '@wellhouse/taxonomy';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import type { MessageId } from '../../i18n/message-id.ts';
import { Announced } from '../../parts/Announced.tsx';
import { AlertIcon, CheckIcon, ClockIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';
import { useSentReport } from '../use-sent-report.ts';

type Outcome = 'waiting' | 'sent' | 'queued' | 'refused';
const titles: Record<Outcome, MessageId> = {
  waiting: 'sent.waiting',
  sent: 'sent.title',
  queued: 'sent.queued',
  refused: 'sent.refused',
};

/** What happened to the report, its case number, and what comes next. */
export function SentScreen({ sent }: { sent: SentReport }): ReactNode {
  const { t, audience } = useUi().text;
  const { draft, subject, isBlocked, name, block, showReports, close } = useReportFlow();
  const { wantsNotices } = useDraftState(draft);
  const report = useSentReport(sent);
  const outcome = outcomeOf(report);
  return (
    <Screen
      title={t(titles[outcome])}
      mark={
        <span className="wh-outcome-mark" data-outcome={outcome}>
          {marks[outcome]}
        </span>
      }
      footer={
        <>
          {showReports && wantsNotices ? (
            <Button className="wh-button wh-button-quiet" onPress={showReports}>
              {t('sent.myReports')}
            </Button>
          ) : null}
          <Button className="wh-button" onPress={close}>
            {t('done')}
          </Button>
        </>
      }
    >
      <div className="wh-outcome">
        <Announced>
          {t(titles[outcome])}
          {report.reference ? ` ${t('sent.reference')}: ${report.reference}` : ''}
        </Announced>
        {report.reference ? (
          <p className="wh-reference">
            <span>{t('sent.reference')}</span>
            <strong dir="ltr">{report.reference}</strong>
          </p>
        ) : null}
        {outcome === 'queued' ? <p>{t('sent.queued.text')}</p> : null}
        {outcome === 'refused' ? <p>{t('sent.refused.text')}</p> : null}
      </div>
      {outcome === 'refused' ? null : <NextSteps category={report.category} wantsNotices={wantsNotices} />}
      {audience === 'child' ? <p className="wh-hint">{t('sent.trusted.child')}</p> : null}
      {subject === null ? null : (
        <div className="wh-after">
          {isBlocked ? (
            <p role="status">{t('sent.blocked', { name: name(subject) })}</p>
          ) : (
            <Button className="wh-button wh-button-quiet" onPress={() => void block().catch(() => {})}>
              {t('stop.block', { name: name(subject) })}
            </Button>
          )}
        </div>
      )}
    </Screen>
  );
}

const marks: Record<Outcome, ReactNode> = {
  waiting: <ClockIcon />,
  sent: <CheckIcon />,
  queued: <ClockIcon />,
  refused: <AlertIcon />,
};

function outcomeOf({ state, problem }: Pick<SentReport, 'state' | 'problem'>): Outcome {
  if (state === 'refused') return 'refused';
  if (state !== 'queued') return 'sent';
  return problem === null ? 'waiting' : 'queued';
}

function NextSteps({ category, wantsNotices }: { category: string; wantsNotices: boolean }): ReactNode {
  const { t } = useUi().text;
  const { draft } = useReportFlow();
  const minutes = findLeaf(category)?.clock.firstReviewMinutes;
  return (
    <section>
      <h3 className="wh-section">{t('sent.next')}</h3>
      <ol className="wh-next">
        <li>
          {t('sent.read', { readers: draft.config.readers })}
          {minutes === undefined ? null : <> {t(...aim(minutes))}</>}
        </li>
        <li>{t(wantsNotices ? 'sent.answer' : 'sent.quiet')}</li>
      </ol>
    </section>
  );
}

function aim(minutes: number): [MessageId, { count: number }] {
  if (minutes >= 2 * 1440) return ['sent.aim.days', { count: Math.round(minutes / 1440) }];
  if (minutes >= 60) return ['sent.aim.hours', { count: Math.round(minutes / 60) }];
  return ['sent.aim.minutes', { count: minutes }];
}
