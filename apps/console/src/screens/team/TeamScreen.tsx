import { useQuery } from '@tanstack/react-query';
import type { StaffMember } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { staffQuery } from '../../api/queries.ts';
import { rolesQuery } from '../../api/staff-queries.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton, Button } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { roleName } from '../../words/role-name.ts';
import { ChangesPanel } from './ChangesPanel.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { limitsWords } from './limits-words.ts';
import { MemberDialog } from './MemberDialog.tsx';
import { RolesPanel } from './RolesPanel.tsx';

export function TeamScreen() {
  return useCan()('staff.read') ? <Team /> : <Denied permission="staff.read" />;
}

function Team() {
  const { t } = useI18n();
  const can = useCan();
  const query = useQuery(staffQuery);
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<StaffMember | null>(null);
  useActions([
    {
      id: 'team.invite',
      title: t('team.invite'),
      group: 'view',
      keys: ['i'],
      when: () => (can('staff.manage') ? true : { reason: t('team.denied') }),
      run: () => setInviting(true),
    },
  ]);
  return (
    <div className="page">
      <PageHead title={t('team.title')} lead={t('team.lead')}>
        <ActionButton action="team.invite" look="primary" icon="team" />
      </PageHead>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data !== undefined && (
        <div className="table-frame">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t('team.name')}</th>
                <th scope="col">{t('team.roles')}</th>
                <th scope="col">{t('team.state')}</th>
                <th scope="col">{t('team.factor')}</th>
                <th scope="col">{t('team.limits')}</th>
                <th scope="col">{t('team.since')}</th>
                {can('staff.manage') && (
                  <th scope="col">
                    <span className="visually-hidden">{t('team.change')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {query.data.map((member) => (
                <MemberRow key={member.staffId} member={member} onChange={() => setChanging(member)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ChangesPanel />
      <RolesPanel />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {changing !== null && <MemberDialog member={changing} onClose={() => setChanging(null)} />}
    </div>
  );
}

function MemberRow({ member, onChange }: { member: StaffMember; onChange: () => void }) {
  const i18n = useI18n();
  const { t, date } = i18n;
  const can = useCan();
  const me = useMe();
  const roles = useQuery(rolesQuery).data ?? [];
  const names = Object.fromEntries(roles.flatMap((role) => (role.builtIn ? [] : [[role.roleId, role.name]])));
  return (
    <tr data-off={!member.active}>
      <th scope="row" data-label={t('team.name')}>
        <bdi className="member-name">{member.name}</bdi>
        {member.staffId === me.staff.staffId && <span className="badge">{t('team.you')}</span>}
        <bdi className="muted member-email">{member.email}</bdi>
      </th>
      <td data-label={t('team.roles')}>
        <span className="roles">
          {member.roles.map((role) => (
            <span key={role} className="badge role">
              {roleName(role, names, i18n)}
            </span>
          ))}
        </span>
      </td>
      <td data-label={t('team.state')}>
        <span className="badge" data-tone={!member.active ? 'off' : member.joined ? 'good' : 'info'}>
          {t(!member.active ? 'team.locked' : member.joined ? 'team.active' : 'team.invitedState')}
        </span>
      </td>
      <td data-label={t('team.factor')}>
        <span className="badge" data-tone={member.secondFactor || member.sso ? 'good' : 'warning'}>
          {t(member.secondFactor ? 'team.factorYes' : member.sso ? 'team.factorSso' : 'team.factorNo')}
        </span>
      </td>
      <td data-label={t('team.limits')}>{limitsWords(member.limits, i18n)}</td>
      <td data-label={t('team.since')} className="nowrap">
        <time dateTime={member.createdAt}>{date(member.createdAt)}</time>
      </td>
      {can('staff.manage') && (
        <td className="table-actions">
          <Button onPress={onChange} aria-label={t('team.changeWho', { name: member.name })}>
            {t('team.change')}
          </Button>
        </td>
      )}
    </tr>
  );
}
