import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DecisionView } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { decisionSheetQuery } from '../../api/decision-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { withdrawUndo } from '../../ui/undo-offers.ts';

/** Undoes a decision while it can be undone; a lead reverses it later, with a reason that the person is told. */
export function TakeBack({ decision, number }: { decision: DecisionView; number: string }) {
  const { t } = useI18n();
  const can = useCan();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const sheet = useQuery(decisionSheetQuery(decision.caseId)).data;
  const undoable = sheet?.undoable.some((one) => one.decisionId === decision.decisionId) ?? false;
  const stands = decision.state === 'in-force' && (decision.ended === null || decision.ended.why === 'expired');
  const settled = (): void => {
    for (const key of ['case', 'cases', 'held']) void client.invalidateQueries({ queryKey: [key] });
  };
  const params = { decisionId: decision.decisionId };
  const undo = useMutation({
    mutationFn: () => call('undoDecision', { params, body: { reason: null } }),
    onSuccess: () => {
      withdrawUndo(decision.decisionId);
      announce({ key: 'said.undone', values: { number } });
    },
    onSettled: settled,
  });
  const reverse = useMutation({
    mutationFn: (reason: string) => call('reverseDecision', { params, body: { reason } }),
    onSuccess: () => {
      announce({ key: 'said.reversed', values: { reference: decision.reference } });
      setAsking(false);
    },
    onSettled: settled,
  });
  return (
    <>
      {undoable && can('decision.make') && (
        <Button icon="history" onPress={() => undo.mutate()} isPending={undo.isPending}>
          {t(decision.state === 'scheduled' ? 'undo.cancel' : 'action.undo')}
        </Button>
      )}
      {!undoable && stands && can('decision.approve') && (
        <Button icon="history" onPress={() => setAsking(true)}>
          {t('undo.reverse')}
        </Button>
      )}
      {undo.error !== null && <ProblemNote error={undo.error} />}
      {asking && (
        <Dialog title={t('undo.reverseTitle', { reference: decision.reference })} onClose={() => setAsking(false)}>
          <ReasonForm
            label={t('undo.reverseWhy')}
            hint={t('decide.reasonHint')}
            submit={t('undo.reverse')}
            danger
            shortest={10}
            pending={reverse.isPending}
            error={reverse.error}
            onSubmit={reverse.mutate}
            onCancel={() => setAsking(false)}
          >
            <p>{t('undo.reverseText')}</p>
          </ReasonForm>
        </Dialog>
      )}
    </>
  );
}
