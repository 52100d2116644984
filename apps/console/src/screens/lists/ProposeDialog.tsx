import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { List } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { changeMeaning } from './change-meaning.ts';

/** Asks for a list to be made active or withdrawn, as the first of two people. */
export function ProposeDialog({
  list,
  kind,
  onClose,
}: {
  list: List;
  kind: 'activate' | 'withdraw';
  onClose: () => void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('proposeListChange', { params: { listId: list.listId }, body: { kind, reason } }),
    onSuccess: async () => {
      announce({ key: 'lists.said.proposed', values: { change: t(`lists.change.${kind}`) } });
      onClose();
      await client.invalidateQueries({ queryKey: ['lists'] });
    },
  });
  return (
    <Dialog title={t(`lists.propose.${kind}`)} onClose={onClose}>
      <ReasonForm
        label={t('lists.whyPropose')}
        hint={t('lists.reasonHint')}
        submit={t('lists.propose')}
        danger={kind === 'withdraw'}
        pending={send.isPending}
        error={send.error}
        onSubmit={send.mutate}
        onCancel={onClose}
      >
        <p>{t(changeMeaning(kind, list.kind))}</p>
        <p className="muted">{t('lists.takesTwo')}</p>
      </ReasonForm>
    </Dialog>
  );
}
