import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseLimits, StaffMember } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { memberSessionsQuery } from '../../api/staff-queries.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { LimitsFields } from './LimitsFields.tsx';
import { draftOf, readLimits } from './limits-draft.ts';
import { ResetLogin } from './ResetLogin.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function MemberDialog({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  const [roles, setRoles] = useState<string[]>(member.roles);
  const [draft, setDraft] = useState(draftOf(member.limits));
  const read = readLimits(draft);
  const own = member.staffId === me.staff.staffId;
  const update = useMutation({
    mutationFn: (change: { roles?: string[]; limits?: CaseLimits; active?: boolean }) =>
      call('updateStaff', { params: { staffId: member.staffId }, body: change }),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff-changes'] }),
    onSuccess: async (updated) => {
      announce({ key: 'said.member', values: { name: updated.name } });
      onClose();
      await client.invalidateQueries({ queryKey: ['staff'] });
      await client.invalidateQueries({ queryKey: ['roles'] });
      if (own) await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const save = (): void => {
    if ('limits' in read) update.mutate({ roles, limits: read.limits });
  };
  return (
    <Dialog title={member.name} onClose={onClose}>
      <div className="stack">
        <p className="muted">
          <bdi>{member.email}</bdi>
        </p>
        <RoleChoice value={roles} onChange={setRoles} />
        <LimitsFields draft={draft} onChange={setDraft} />
        {update.error !== null && <ProblemNote error={update.error} />}
        <div className="button-row">
          <Button look="primary" isPending={update.isPending} isDisabled={'field' in read} onPress={save}>
            {t('team.saveRoles')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
        {!own && member.active && member.joined && <Sessions member={member} />}
        {!own && member.active && <ResetLogin member={member} />}
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

function Sessions({ member }: { member: StaffMember }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const query = useQuery(memberSessionsQuery(member.staffId));
  const end = useMutation({
    mutationFn: () => call('revokeMemberSessions', { params: { staffId: member.staffId } }),
    onSuccess: () => {
      announce({ key: 'said.sessionEnded' });
      return client.invalidateQueries({ queryKey: ['sessions', member.staffId] });
    },
  });
  const count = query.data?.length ?? 0;
  const error = query.error ?? end.error;
  return (
    <section className="danger-zone" aria-label={t('team.sessions')}>
      <p className="muted">{t('team.sessionsCount', { count })}</p>
      {error !== null && <ProblemNote error={error} />}
      <Button isDisabled={count === 0} isPending={end.isPending} onPress={() => end.mutate()}>
        {t('team.sessionsEnd')}
      </Button>
    </section>
  );
}
