import { useQuery } from '@tanstack/react-query';
import type { StaffRole } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { rolesQuery } from '../../api/staff-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton, Button } from '../../ui/Button.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { limitsWords } from './limits-words.ts';
import { PermissionsList } from './PermissionsList.tsx';
import { RoleDialog } from './RoleDialog.tsx';

/** What members may do, by role. */
export function RolesPanel() {
  const i18n = useI18n();
  const { t } = i18n;
  const can = useCan();
  const query = useQuery(rolesQuery);
  const [open, setOpen] = useState<{ role: StaffRole | null } | null>(null);
  useActions([
    {
      id: 'team.role',
      title: t('roles.add'),
      group: 'view',
      keys: ['r'],
      when: () => (can('role.manage') ? true : { reason: t('roles.denied') }),
      run: () => setOpen({ role: null }),
    },
  ]);
  return (
    <section className="stack" aria-labelledby="roles-title">
      <div className="page-head">
        <div>
          <h2 id="roles-title">{t('roles.title')}</h2>
          <p className="muted">{t('roles.lead')}</p>
        </div>
        <ActionButton action="team.role" />
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <div className="table-frame">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t('team.name')}</th>
                <th scope="col">{t('roles.permissions')}</th>
                <th scope="col">{t('team.limits')}</th>
                {can('role.manage') && (
                  <th scope="col">
                    <span className="visually-hidden">{t('team.change')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {query.data.map((role) => (
                <tr key={role.roleId}>
                  <th scope="row" data-label={t('team.name')}>
                    <bdi className="member-name">{role.builtIn ? t(builtInKey(role.roleId)) : role.name}</bdi>
                    <span className="muted member-email">
                      {t('roles.members', { count: role.memberCount })}
                      {role.builtIn && ` · ${t('roles.builtIn')}`}
                    </span>
                  </th>
                  <td data-label={t('roles.permissions')} className="whole">
                    <PermissionsList permissions={role.permissions} />
                  </td>
                  <td data-label={t('team.limits')}>{limitsWords(role.limits, i18n)}</td>
                  {can('role.manage') && (
                    <td className="table-actions">
                      {!role.builtIn && (
                        <Button onPress={() => setOpen({ role })} aria-label={t('team.changeWho', { name: role.name })}>
                          {t('team.change')}
                        </Button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open !== null && <RoleDialog role={open.role} onClose={() => setOpen(null)} />}
    </section>
  );
}

function builtInKey(roleId: string): 'role.viewer' | 'role.reviewer' | 'role.lead' | 'role.admin' {
  if (roleId === 'reviewer' || roleId === 'lead' || roleId === 'admin') return `role.${roleId}`;
  return 'role.viewer';
}
