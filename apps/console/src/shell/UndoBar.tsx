import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BatchId, DecisionId } from '@wellhouse/protocol';
import { useActions } from '../actions/use-actions.ts';
import { call } from '../api/call.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { announce } from '../ui/announcements.ts';
import { ActionButton, Button } from '../ui/Button.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { offerUndo, type UndoOffer, useUndoOffer } from '../ui/undo-offers.ts';
import { useNow } from '../ui/use-now.ts';

/** The last decision and how long it can be undone, below every page. */
export function UndoBar() {
  const offer = useUndoOffer();
  return offer === null ? null : <Offer key={offer.id} offer={offer} />;
}

function Offer({ offer }: { offer: UndoOffer }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const now = useNow(1_000);
  const left = Math.max(0, Math.ceil((offer.until - now) / 1_000));
  const undo = useMutation({
    mutationFn: async () => {
      if (offer.kind === 'batch') {
        const batch = await call('undoDecisionBatch', {
          params: { batchId: BatchId.parse(offer.id) },
          body: { reason: null },
        });
        return batch.cases.filter((one) => one.state === 'kept').length;
      }
      await call('undoDecision', { params: { decisionId: DecisionId.parse(offer.id) }, body: { reason: null } });
      return 0;
    },
    onSuccess: (kept) => {
      offerUndo(null);
      if (offer.kind === 'decision') announce({ key: 'said.undone', values: { number: offer.number } });
      else announce({ key: 'said.batchUndone', values: { count: offer.count - kept, kept } });
    },
    onSettled: () => {
      for (const key of ['case', 'cases', 'held']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  useActions([
    {
      id: 'decide.undo',
      title: t('action.undo'),
      group: 'decide',
      keys: ['z'],
      when: () => left > 0 && !undo.isPending,
      run: () => undo.mutate(),
    },
  ]);
  if (left === 0) return null;
  return (
    <section className="undo-bar" aria-label={t('action.undo')}>
      <div className="undo-words">
        {/* Said when it was decided. */}
        <p>
          {offer.kind === 'decision'
            ? t('undo.decided', { number: offer.number })
            : t('undo.batch', { count: offer.count })}
        </p>
        {/* Read on demand, not every second. */}
        <span className="undo-left" role="timer" aria-live="off">
          {`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`}
        </span>
      </div>
      <ActionButton action="decide.undo" icon="history" />
      <Button look="plain" icon="close" aria-label={t('common.close')} onPress={() => offerUndo(null)} />
      {undo.error !== null && <ProblemNote error={undo.error} />}
    </section>
  );
}
