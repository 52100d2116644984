import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DecisionView, HeldDecision as Held } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { announce } from '../../ui/announcements.ts';
import { LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { Button } from '../../ui/Button.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useNow } from '../../ui/use-now.ts';
import { timeAgo, timeLeft } from '../../words/time-left.ts';

type Answer = 'approve' | 'refuse';

/** A decision that waits for a second person, who must be another one than its author. */
export function HeldDecision({
  decision,
  answering,
  onAnswering,
}: {
  decision: Held;
  answering: Answer | null;
  onAnswering: (answer: Answer | null) => void;
}) {
  const { t } = useI18n();
  const categoryLabel = useCategoryLabel();
  return (
    <DecisionCard decision={decision}>
      <p className="held-clock">
        <PriorityBadge priority={decision.priority} />
        <LevelBadge level={decision.level} short />
        <span className="held-case">{decision.caseNumber}</span>
        <span>{categoryLabel(decision)}</span>
        {decision.accountId !== null && <bdi className="mono">{decision.accountId}</bdi>}
        <HeldClock decidedAt={decision.decidedAt} answerBy={decision.answerBy} />
      </p>
      {decision.state === 'scheduled' && <p className="muted">{t('held.left')}</p>}
      {decision.notSecond === null && decision.unread && <p className="reason">{t('held.unread')}</p>}
      <div className="held-foot">
        <Link to="/cases/$caseId" params={{ caseId: decision.caseId }}>
          {t('held.openCase')}
        </Link>
        {decision.notSecond !== null ? (
          <p className="reason">{t(`held.not.${decision.notSecond}`)}</p>
        ) : (
          answering === null && (
            <div className="button-row">
              {!decision.unread && (
                <Button look="primary" icon="check" onPress={() => onAnswering('approve')}>
                  {t('held.approve')}
                </Button>
              )}
              <Button icon="close" onPress={() => onAnswering('refuse')}>
                {t('held.refuse')}
              </Button>
            </div>
          )
        )}
      </div>
      {decision.notSecond === null && answering !== null && (
        <AnswerForm key={answering} decision={decision} answer={answering} onDone={() => onAnswering(null)} />
      )}
    </DecisionCard>
  );
}

/** How long it waits, and until when somebody should have answered. */
function HeldClock({ decidedAt, answerBy }: { decidedAt: string; answerBy: string }) {
  const { t, say, dateTime } = useI18n();
  const now = useNow(15_000);
  const left = timeLeft(Date.parse(answerBy), now);
  return (
    <span className="held-times">
      <span className="muted">{t('held.waits', { ago: say(timeAgo(Date.parse(decidedAt), now)) })}</span>{' '}
      <time className="due" data-urgency={left.urgency} dateTime={answerBy} title={dateTime(answerBy)}>
        {say(left.phrase)}
      </time>
    </span>
  );
}

function AnswerForm({ decision, answer, onDone }: { decision: DecisionView; answer: Answer; onDone: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = useMutation({
    mutationFn: () =>
      call('answerHeldDecision', {
        params: { decisionId: decision.decisionId },
        body: { answer, reason: reason.trim() },
      }),
    onSuccess: async () => {
      announce({
        key: answer === 'approve' ? 'said.approved' : 'said.refused',
        values: { reference: decision.reference },
      });
      onDone();
      await client.invalidateQueries({ queryKey: ['held'] });
      void client.invalidateQueries({ queryKey: ['case', decision.caseId] });
      void client.invalidateQueries({ queryKey: ['cases'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['held'] }),
  });
  const ready = reason.trim().length >= 3;
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (ready && !send.isPending) send.mutate();
  };
  return (
    <form
      className="stack answer-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        if (event.key === 'Escape') onDone();
      }}
    >
      <TextArea
        label={t(answer === 'approve' ? 'held.whyApprove' : 'held.whyRefuse')}
        value={reason}
        onChange={setReason}
        inputRef={field}
        rows={3}
        maxLength={2_000}
        hint={t('held.reasonHint')}
        required
      />
      {send.error !== null && <ProblemNote error={send.error} />}
      <div className="button-row">
        <Button
          look={answer === 'approve' ? 'primary' : 'danger'}
          type="submit"
          isDisabled={!ready}
          isPending={send.isPending}
        >
          {t(answer === 'approve' ? 'held.approve' : 'held.refuse')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
