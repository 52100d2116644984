import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueuePlan, QueuePlanPreview } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { queuePlanQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { Moves } from './PlanPreview.tsx';

/** Shows once more what moves, and asks why. */
export function SavePlanDialog({
  plan,
  baseVersion,
  preview,
  nameOf,
  onClose,
}: {
  plan: QueuePlan;
  baseVersion: number;
  preview: QueuePlanPreview | undefined;
  nameOf: (queueId: string) => string;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (why: string) => call('changeQueuePlan', { body: { plan, baseVersion, why } }),
    onSuccess: (view) => {
      client.setQueryData(queuePlanQuery.queryKey, view);
      void client.invalidateQueries({ queryKey: ['queues'] });
      announce({ key: 'queues.saved' });
      onClose();
    },
  });
  return (
    <Dialog title={t('queues.save')} onClose={onClose}>
      <ReasonForm
        label={t('queues.why')}
        hint={t('queues.whyHint')}
        submit={t('queues.save')}
        pending={save.isPending}
        error={save.error}
        complete={preview !== undefined}
        onSubmit={(why) => save.mutate(why)}
        onCancel={onClose}
      >
        {preview !== undefined && <Moves preview={preview} nameOf={nameOf} />}
      </ReasonForm>
    </Dialog>
  );
}
