import type { LocalReport } from '@wellhouse/client';
import { leafLabel } from '@wellhouse/taxonomy';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { AppealPanel } from '../appeal/AppealPanel.tsx';
import { useUi } from '../context.ts';
import { ForgetReport } from './ForgetReport.tsx';
import { Progress } from './Progress.tsx';
import { ReportNotes } from './ReportNotes.tsx';

/** One report: where it stands, what was decided and why, what the safety team wrote, and how to ask for another look. */
export function MyReport({ report, names }: { report: LocalReport; names: (accountId: string) => string }): ReactNode {
  const { text, wellhouse } = useUi();
  const { t } = text;
  const [isForgetting, setIsForgetting] = useState(false);
  const { state, reference, subject, decision, problem, pendingAttachments } = report;
  const isUnsent = reference === null;
  const id = `wh-${report.reportId}`;
  return (
    <article className="wh-card" aria-labelledby={id}>
      <h3 className="wh-card-title" id={id}>
        {reference === null ? t('mine.noCase') : t('mine.case', { reference })}
      </h3>
      <p className="wh-hint">
        {subject.kind === 'group' ? t('mine.aboutGroup') : t('mine.aboutPerson', { name: names(subject.accountId) })}
        {' · '}
        {leafLabel(report.category, text.locale)}
        {' · '}
        {t('mine.sentOn', { date: text.date(report.createdAt) })}
      </p>
      <Progress state={state} />
      {state === 'queued' ? <p>{t('mine.queued')}</p> : null}
      {state === 'unreadable' ? <p className="wh-error">{t('mine.unreadable')}</p> : null}
      {state === 'refused' ? (
        <p className="wh-error">{t(problem?.code === 'reporting-paused' ? 'mine.refused.paused' : 'mine.refused')}</p>
      ) : null}
      {pendingAttachments > 0 && state !== 'queued' && state !== 'refused' ? (
        <p className="wh-hint">{t('mine.files', { count: pendingAttachments })}</p>
      ) : null}
      {decision ? (
        <div className="wh-decision">
          <p className="wh-decision-summary" dir="auto">
            {decision.summary}
          </p>
          {decision.policy ? <p className="wh-hint">{t('mine.rule', { title: decision.policy.title })}</p> : null}
        </div>
      ) : null}
      <ReportNotes report={report} />
      {isUnsent ? null : (
        <AppealPanel target={{ kind: 'report', reportId: report.reportId }} notice={decision?.appeal ?? null} />
      )}
      <div className="wh-card-acts">
        {state === 'refused' ? (
          <Button className="wh-small" onPress={() => void wellhouse.retry(report.reportId)}>
            {t('mine.retry')}
          </Button>
        ) : null}
        <Button className="wh-small" onPress={() => setIsForgetting(true)}>
          {t(isUnsent ? 'mine.withdraw' : 'mine.forget')}
        </Button>
      </div>
      <ForgetReport
        isOpen={isForgetting}
        isUnsent={isUnsent}
        onKeep={() => setIsForgetting(false)}
        onForget={() => void wellhouse.forget(report.reportId)}
      />
    </article>
  );
}
