import { Role } from '@wellhouse/protocol';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

export function RoleChoice({ value, onChange }: { value: readonly Role[]; onChange: (roles: Role[]) => void }) {
  const { t } = useI18n();
  return (
    <CheckboxGroup
      className="role-choice"
      value={[...value]}
      onChange={(ids) => onChange(Role.options.filter((role) => ids.includes(role)))}
    >
      <Label className="label">{t('team.roles')}</Label>
      {Role.options.map((role) => (
        <Checkbox key={role} value={role} className="checkbox">
          <span className="checkbox-box" aria-hidden="true">
            <Icon name="check" />
          </span>
          <span>
            <span className="ladder-title">{t(`role.${role}`)}</span>
            <span className="ladder-hint">{t(`role.${role}.meaning`)}</span>
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
