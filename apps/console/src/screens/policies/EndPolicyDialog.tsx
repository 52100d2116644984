import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PolicyVersion } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { wordsIn } from './words-in.ts';

/** That a policy ends without another in its place, as the first of two people. */
export function EndPolicyDialog({ version, onClose }: { version: PolicyVersion; onClose: () => void }) {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const [from, setFrom] = useState('');
  const at = from === '' ? new Date() : new Date(from);
  const send = useMutation({
    mutationFn: (changeNote: string) =>
      call('proposePolicyEnd', {
        params: { policyId: version.policyId },
        body: { effectiveFrom: at.toISOString(), changeNote },
      }),
    onSuccess: () => {
      announce({ key: 'policies.said.proposed' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  });
  return (
    <Dialog title={t('policies.endTitle', { title: wordsIn(version.titles, locale) })} onClose={onClose}>
      <ReasonForm
        label={t('policies.endWhy')}
        hint={t('held.reasonHint')}
        submit={t('policies.end')}
        danger
        shortest={10}
        pending={send.isPending}
        error={send.error}
        complete={!Number.isNaN(at.getTime())}
        onSubmit={send.mutate}
        onCancel={onClose}
      >
        <p>{t('policies.endText')}</p>
        <p className="muted">{t('policies.takesTwo')}</p>
        <div className="field">
          <label htmlFor="policy-ends">{t('policies.ends')}</label>
          <input
            id="policy-ends"
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            aria-describedby="policy-ends-hint"
          />
          <span className="hint" id="policy-ends-hint">
            {t('policies.beginsHint')}
          </span>
        </div>
      </ReasonForm>
    </Dialog>
  );
}
