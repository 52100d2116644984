import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function MemberDialog({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  const [roles, setRoles] = useState(member.roles);
  const own = member.staffId === me.staff.staffId;
  const update = useMutation({
    mutationFn: (change: { roles?: typeof roles; active?: boolean }) =>
      call('updateStaff', { params: { staffId: member.staffId }, body: change }),
    onSuccess: async (updated) => {
      announce({ key: 'said.member', values: { name: updated.name } });
      onClose();
      await client.invalidateQueries({ queryKey: ['staff'] });
      if (own) await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Dialog title={member.name} onClose={onClose}>
      <div className="stack">
        <p className="muted">
          <bdi>{member.email}</bdi>
        </p>
        <RoleChoice value={roles} onChange={setRoles} />
        {update.error !== null && <ProblemNote error={update.error} />}
        <div className="button-row">
          <Button look="primary" isPending={update.isPending} onPress={() => update.mutate({ roles })}>
            {t('team.saveRoles')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
        <div className="danger-zone">
          <p className="muted">{t(own ? 'team.lockOwn' : member.active ? 'team.lockText' : 'team.unlockText')}</p>
          {!own && (
            <Button
              look={member.active ? 'danger' : 'quiet'}
              icon={member.active ? 'lock' : 'unlock'}
              isPending={update.isPending}
              onPress={() => update.mutate({ active: !member.active })}
            >
              {t(member.active ? 'team.lock' : 'team.unlock')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
