import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Role } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { OneTimeLink } from './OneTimeLink.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Role[]>(['reviewer']);
  const invite = useMutation({
    mutationFn: () => call('inviteStaff', { body: { name: name.trim(), email: email.trim(), roles } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  if (invite.data !== undefined) {
    return (
      <Dialog title={t('team.invited', { name: invite.data.staff.name })} onClose={onClose}>
        <OneTimeLink link={invite.data.link} expiresAt={invite.data.expiresAt} />
        <div className="button-row">
          <Button look="primary" onPress={onClose}>
            {t('common.done')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const ready = name.trim() !== '' && email.trim() !== '' && roles.length > 0;
  return (
    <Dialog title={t('team.invite')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('first.name')} value={name} onChange={setName} autoFocus required />
        <TextField label={t('login.email')} type="email" value={email} onChange={setEmail} required />
        <RoleChoice value={roles} onChange={setRoles} />
        {invite.error !== null && <ProblemNote error={invite.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={invite.isPending}>
            {t('team.makeLink')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
