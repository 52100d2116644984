import type { Permission } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { permissionGroups } from '../../words/permission-groups.ts';

/** What a role allows, by name and in groups; how each is called in the API stands behind a disclosure. */
export function PermissionsList({ permissions }: { permissions: readonly Permission[] }) {
  const { t, list } = useI18n();
  const shown = permissionGroups
    .map(({ title, permissions: all }) => ({ title, held: all.filter((one) => permissions.includes(one)) }))
    .filter(({ held }) => held.length > 0);
  return (
    <div className="permission-list">
      <ul className="plain-list">
        {shown.map(({ title, held }) => (
          <li key={title}>
            <span className="muted">{t(title)}:</span> {list(held.map((one) => t(`permission.${one}`)))}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('roles.codes')}</summary>
        <code dir="ltr">{permissions.join(', ')}</code>
      </details>
    </div>
  );
}
