import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DecisionView } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

type Answer = 'approve' | 'refuse';

/** A decision that waits for a second person, who must be another one than its author. */
export function HeldDecision({
  decision,
  own,
  answering,
  onAnswering,
}: {
  decision: DecisionView;
  own: boolean;
  answering: Answer | null;
  onAnswering: (answer: Answer | null) => void;
}) {
  const { t } = useI18n();
  return (
    <DecisionCard decision={decision}>
      <div className="held-foot">
        <Link to="/cases/$caseId" params={{ caseId: decision.caseId }}>
          {t('held.openCase')}
        </Link>
        {own ? (
          <p className="reason">{t('held.own')}</p>
        ) : (
          answering === null && (
            <div className="button-row">
              <Button look="primary" icon="check" onPress={() => onAnswering('approve')}>
                {t('held.approve')}
              </Button>
              <Button icon="close" onPress={() => onAnswering('refuse')}>
                {t('held.refuse')}
              </Button>
            </div>
          )
        )}
      </div>
      {!own && answering !== null && (
        <AnswerForm key={answering} decision={decision} answer={answering} onDone={() => onAnswering(null)} />
      )}
    </DecisionCard>
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
