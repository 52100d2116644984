import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PolicyVersion } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { useNow } from '../../ui/use-now.ts';
import { beginsWithAnswer } from './policy-diff.ts';
import { wordsIn } from './words-in.ts';

export function AnswerPolicyDialog({
  version,
  answer,
  onClose,
}: {
  version: PolicyVersion;
  answer: 'approve' | 'refuse';
  onClose: () => void;
}) {
  const { t, locale, dateTime } = useI18n();
  const client = useQueryClient();
  const atOnce = beginsWithAnswer(version, useNow(30_000));
  const agreed = version.ends
    ? atOnce
      ? 'policies.approveEndNow'
      : 'policies.approveEnd'
    : atOnce
      ? 'policies.approveNow'
      : 'policies.approveText';
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('answerPolicy', {
        params: { policyId: version.policyId, version: version.version },
        body: { answer, reason },
      }),
    onSuccess: () => {
      announce({ key: answer === 'approve' ? 'policies.said.approved' : 'policies.said.refused' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  });
  return (
    <Dialog title={`${wordsIn(version.titles, locale)} · ${version.version}`} onClose={onClose}>
      <ReasonForm
        label={t(answer === 'approve' ? 'held.whyApprove' : 'held.whyRefuse')}
        hint={t('held.reasonHint')}
        submit={t(answer === 'approve' ? 'held.approve' : 'held.refuse')}
        danger={answer === 'refuse'}
        pending={send.isPending}
        error={send.error}
        onSubmit={send.mutate}
        onCancel={onClose}
      >
        {answer === 'approve' && <p>{t(agreed, { date: dateTime(version.effectiveFrom) })}</p>}
      </ReasonForm>
    </Dialog>
  );
}
