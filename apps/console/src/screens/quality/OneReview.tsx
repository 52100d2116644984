import { useNavigate } from '@tanstack/react-router';
import type { QualityResult, QualityReview } from '@wellhouse/protocol';
import { useMemo, useRef, useState } from 'react';
import type { Action } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { LevelBadge } from '../../ui/Badges.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Subject } from '../../ui/Subject.tsx';
import { type ActionFacts, actionLadder, whyNot } from '../case/action-rules.ts';
import { Conversation } from '../case/Conversation.tsx';
import { type EvidenceSource, useLook } from '../case/use-evidence.ts';
import { useEvidenceFocus } from '../case/use-evidence-focus.ts';
import { ReviewForm } from './ReviewForm.tsx';
import { answerOf, emptyReview, problemsOf, type ReviewDraft } from './review-draft.ts';
import { Told } from './Told.tsx';

/** A case to judge as if for the first time: what was disclosed, what reporters said, and an answer. */
export function OneReview({
  review,
  onAnswered,
}: {
  review: QualityReview;
  onAnswered: (result: QualityResult) => void;
}) {
  const { t } = useI18n();
  const category = useCategoryLabel();
  const navigate = useNavigate();
  const { reviewId } = review;
  const source = useMemo(
    (): EvidenceSource => ({
      begin: () => call('beginQualityView', { params: { reviewId } }),
      tell: (viewId, body) => call('reportQualityView', { params: { reviewId, viewId }, body }, { keepalive: true }),
    }),
    [reviewId],
  );
  const evidence = useLook(source);
  const [draft, setDraft] = useState<ReviewDraft>(emptyReview);
  const [tries, setTries] = useState(0);
  const [seen, setSeen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEvidenceFocus(panel, evidence.open !== null ? 'open' : 'closed');
  const facts: ActionFacts = {
    level: review.level,
    subject: review.subject,
    reportCount: Math.max(1, review.reports.length),
    confirmed: 0,
  };
  const change = (part: Partial<ReviewDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const answerable = () => (seen ? !sending : { reason: t('quality.lookFirst') });

  const send = async (): Promise<void> => {
    setTries((old) => old + 1);
    const body = answerOf(draft);
    if (problemsOf(draft).length > 0 || body === null) return;
    setSending(true);
    try {
      const result = await call('answerQualityReview', { params: { reviewId }, body });
      evidence.end();
      void queryClient.invalidateQueries({ queryKey: ['quality'] });
      onAnswered(result);
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  };
  const leave = async (): Promise<void> => {
    try {
      evidence.end();
      await call('leaveQualityReview', { params: { reviewId } });
      void queryClient.invalidateQueries({ queryKey: ['quality', 'desk'] });
      await navigate({ to: '/quality' });
    } catch (failure) {
      setError(failure);
    }
  };
  const toggle = (): void => {
    if (evidence.open !== null) evidence.end();
    else void evidence.begin('quality', null).then(() => setSeen(true));
  };

  useActions([
    {
      id: 'evidence.toggle',
      title: evidence.open !== null ? t('action.evidence.close') : t('action.evidence.open'),
      group: 'evidence',
      keys: ['e'],
      when: () => !evidence.opening,
      run: toggle,
    },
    ...actionLadder.map(
      (action, index): Action => ({
        id: `decide.${action}`,
        title: t('action.choose', { action: t(`decision.${action}`) }),
        group: 'decide',
        keys: [String(index + 1)],
        when: () => {
          const reason = whyNot(action, facts);
          return reason === null ? true : { reason: t(reason) };
        },
        run: () => change({ action }),
      }),
    ),
    {
      id: 'decide.policy',
      title: t('action.decide.policy'),
      group: 'decide',
      keys: ['p'],
      when: () => draft.action !== 'no-action',
      run: () => document.querySelector<HTMLElement>('.review-form .select-button')?.focus(),
    },
    {
      id: 'decide.reason',
      title: t('action.decide.reason'),
      group: 'decide',
      keys: ['w'],
      when: () => true,
      run: () => reasonField.current?.focus(),
    },
    {
      id: 'quality.answer',
      title: t('quality.answer'),
      group: 'quality',
      keys: ['Mod+Enter'],
      whileTyping: true,
      when: answerable,
      run: () => void send(),
    },
    {
      id: 'quality.leave',
      title: t('quality.leave'),
      group: 'quality',
      keys: ['Shift+c'],
      when: () => true,
      run: () => void leave(),
    },
  ]);

  return (
    <div className="page quality quality-review">
      <PageHead
        title={category(review)}
        lead={
          <>
            <Subject subject={review.subject} /> <LevelBadge level={review.level} />
          </>
        }
      >
        <ActionButton action="quality.leave" />
      </PageHead>
      <p className="evidence-logged">
        <Icon name="covered" />
        {t('quality.blind')}
      </p>
      {error !== null && <ProblemNote error={error} />}
      <div className="case-columns quality-columns">
        <div className="case-side">
          <section className="panel evidence" aria-labelledby="evidence-title" ref={panel}>
            <div className="panel-head">
              <h2 id="evidence-title" tabIndex={-1}>
                {t('evidence.title')}
              </h2>
              {evidence.open !== null && <ActionButton action="evidence.toggle" icon="covered" />}
            </div>
            {evidence.error !== null && <ProblemNote error={evidence.error} title={t('evidence.failed')} />}
            {evidence.open !== null ? (
              <>
                <p className="evidence-logged">
                  <Icon name="eye" />
                  {t('evidence.logged')}
                </p>
                <Conversation evidence={evidence.open} summary={facts} />
              </>
            ) : (
              <div className="evidence-closed">
                <Icon name="lock" />
                <p className="empty-title">{t('evidence.closed')}</p>
                <p className="muted">{t('quality.closed')}</p>
                <ActionButton action="evidence.toggle" look="primary" icon="eye" />
              </div>
            )}
          </section>
        </div>
        <div className="case-side">
          <Told review={review} />
          <section className="panel" aria-labelledby="judge-title">
            <div className="panel-head">
              <h2 id="judge-title">{t('quality.judge')}</h2>
            </div>
            <ReviewForm
              review={review}
              facts={facts}
              draft={draft}
              change={change}
              problems={tries > 0 ? problemsOf(draft) : []}
              tries={tries}
              reasonField={reasonField}
            />
          </section>
        </div>
      </div>
    </div>
  );
}
