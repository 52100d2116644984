import type { Permission } from '@wellhouse/protocol';
import { useMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { roleName } from '../words/role-name.ts';
import { Icon } from './Icon.tsx';

/** In place of a page that the person's role does not open. */
export function Denied({ permission }: { permission: Permission }) {
  const { t, maybe } = useI18n();
  const { staff, roleNames } = useMe();
  return (
    <div className="empty">
      <Icon name="lock" />
      <h1 className="empty-title">{t('denied.title')}</h1>
      <p className="muted">
        {t('denied.text', {
          roles: staff.roles.map((role) => roleName(role, roleNames, { t, maybe })).join(', ') || '–',
          name: t(`permission.${permission}`),
        })}{' '}
        <code>{permission}</code>
      </p>
    </div>
  );
}
