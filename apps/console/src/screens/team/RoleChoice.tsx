import { useQuery } from '@tanstack/react-query';
import { Role } from '@wellhouse/protocol';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { rolesQuery } from '../../api/staff-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { limitsWords } from './limits-words.ts';

/** Built-in roles, and those made here. */
export function RoleChoice({ value, onChange }: { value: readonly string[]; onChange: (roles: string[]) => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const custom = (useQuery(rolesQuery).data ?? []).filter((role) => !role.builtIn);
  const choices = [
    ...Role.options.map((role) => ({ id: role as string, title: t(`role.${role}`), hint: t(`role.${role}.meaning`) })),
    ...custom.map((role) => ({ id: role.roleId, title: role.name, hint: limitsWords(role.limits, i18n) })),
  ];
  return (
    <CheckboxGroup
      className="role-choice"
      value={[...value]}
      onChange={(ids) => onChange(choices.map(({ id }) => id).filter((id) => ids.includes(id)))}
    >
      <Label className="label">{t('team.roles')}</Label>
      {choices.map(({ id, title, hint }) => (
        <Checkbox key={id} value={id} className="checkbox">
          <span className="checkbox-box" aria-hidden="true">
            <Icon name="check" />
          </span>
          <span>
            <bdi className="ladder-title">{title}</bdi>
            <span className="ladder-hint">{hint}</span>
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
