import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Permission, StaffRole } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { LimitsFields } from './LimitsFields.tsx';
import { draftOf, readLimits } from './limits-draft.ts';
import { PermissionChoice } from './PermissionChoice.tsx';

/** Makes a role, or changes one that was made here. */
export function RoleDialog({ role, onClose }: { role: StaffRole | null; onClose: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(role?.name ?? '');
  const [permissions, setPermissions] = useState<Permission[]>(role?.permissions ?? ['queue.read', 'case.read']);
  const [limits, setLimits] = useState(draftOf(role?.limits ?? { categories: null, regions: null }));
  const read = readLimits(limits);
  const done = async (): Promise<void> => {
    onClose();
    await client.invalidateQueries({ queryKey: ['roles'] });
    await client.invalidateQueries({ queryKey: ['me'] });
  };
  const save = useMutation({
    mutationFn: () => {
      if ('field' in read) throw new Error('save a role: its limits are not understood');
      const body = { name: name.trim(), permissions, limits: read.limits };
      return role === null
        ? call('createRole', { body })
        : call('updateRole', { params: { roleId: role.roleId }, body });
    },
    onSuccess: done,
    onSettled: () => client.invalidateQueries({ queryKey: ['staff-changes'] }),
  });
  const remove = useMutation({
    mutationFn: (roleId: string) => call('deleteRole', { params: { roleId } }),
    onSuccess: done,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const isAdmin = me.staff.roles.includes('admin');
  const error = save.error ?? remove.error;
  const ready = name.trim().length >= 2 && permissions.length > 0 && !('field' in read);
  return (
    <Dialog title={t(role === null ? 'roles.add' : 'roles.change')} onClose={onClose} size="large">
      <form className="stack" onSubmit={submit}>
        <TextField label={t('roles.name')} value={name} onChange={setName} autoFocus required />
        <PermissionChoice
          value={permissions}
          onChange={setPermissions}
          mayGive={(one) => isAdmin || me.permissions.includes(one) || role?.permissions.includes(one) === true}
        />
        <LimitsFields draft={limits} onChange={setLimits} />
        {error !== null && <ProblemNote error={error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={save.isPending}>
            {t('roles.save')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          {role !== null && (
            <Button look="danger" isPending={remove.isPending} onPress={() => remove.mutate(role.roleId)}>
              {t('roles.delete')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
