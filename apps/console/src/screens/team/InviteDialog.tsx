import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { rolesQuery } from '../../api/staff-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { roleName } from '../../words/role-name.ts';
import { LimitsFields } from './LimitsFields.tsx';
import { readLimits } from './limits-draft.ts';
import { OneTimeLink } from './OneTimeLink.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const i18n = useI18n();
  const { t, list } = i18n;
  const made = useQuery(rolesQuery).data ?? [];
  const names = Object.fromEntries(made.flatMap((role) => (role.builtIn ? [] : [[role.roleId, role.name]])));
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>(['reviewer']);
  const [draft, setDraft] = useState({ kinds: '', regions: '' });
  const read = readLimits(draft);
  const limits = 'limits' in read ? read.limits : undefined;
  const invite = useMutation({
    mutationFn: () => call('inviteStaff', { body: { name: name.trim(), email: email.trim(), roles, limits } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff'] }),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff-changes'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  if (invite.data !== undefined) {
    const { staff } = invite.data;
    const held = roles.filter((role) => !staff.roles.includes(role)).map((role) => roleName(role, names, i18n));
    return (
      <Dialog title={t('team.invited', { name: invite.data.staff.name })} onClose={onClose}>
        <OneTimeLink link={invite.data.link} expiresAt={invite.data.expiresAt} />
        {held.length > 0 && <p>{t('changes.invited', { roles: list(held) })}</p>}
        <div className="button-row">
          <Button look="primary" onPress={onClose}>
            {t('common.done')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const ready = name.trim() !== '' && email.trim() !== '' && roles.length > 0 && limits !== undefined;
  return (
    <Dialog title={t('team.invite')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('first.name')} value={name} onChange={setName} autoFocus required />
        <TextField label={t('login.email')} type="email" value={email} onChange={setEmail} required />
        <RoleChoice value={roles} onChange={setRoles} />
        <LimitsFields draft={draft} onChange={setDraft} />
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
