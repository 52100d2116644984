import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { OneTimeLink } from './OneTimeLink.tsx';

/** For a member who has lost what they log in by. */
export function ResetLogin({ member }: { member: StaffMember }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const reset = useMutation({
    mutationFn: () => call('resetLogin', { params: { staffId: member.staffId }, body: { reason: reason.trim() } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff'] }),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff-changes'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    reset.mutate();
  };
  if (reset.data !== undefined) return <OneTimeLink link={reset.data.link} expiresAt={reset.data.expiresAt} />;
  return (
    <section className="danger-zone" aria-label={t('team.reset')}>
      <p className="muted">{t('team.resetText')}</p>
      {open ? (
        <form className="stack" onSubmit={submit}>
          <TextField label={t('team.resetReason')} value={reason} onChange={setReason} autoFocus required />
          {reset.error !== null && <ProblemNote error={reset.error} />}
          <div className="button-row">
            <Button look="danger" type="submit" isDisabled={reason.trim().length < 3} isPending={reset.isPending}>
              {t('team.reset')}
            </Button>
            <Button onPress={() => setOpen(false)}>{t('common.cancel')}</Button>
          </div>
        </form>
      ) : (
        <Button icon="key" onPress={() => setOpen(true)}>
          {t('team.reset')}
        </Button>
      )}
    </section>
  );
}
