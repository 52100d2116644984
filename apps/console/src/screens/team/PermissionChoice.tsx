import { Permission } from '@wellhouse/protocol';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { permissionGroups } from '../../words/permission-groups.ts';

/** Permissions by what they allow, in groups; what the person may not give is off, and says so. */
export function PermissionChoice({
  value,
  onChange,
  mayGive,
}: {
  value: readonly Permission[];
  onChange: (permissions: Permission[]) => void;
  mayGive: (permission: Permission) => boolean;
}) {
  const { t } = useI18n();
  return (
    <CheckboxGroup
      value={[...value]}
      onChange={(ids) => onChange(Permission.options.filter((one) => ids.includes(one)))}
      className="stack"
    >
      <Label className="label">{t('roles.permissions')}</Label>
      {permissionGroups.map(({ title, permissions }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset inside of the group draws a second frame
        <div key={title} role="group" aria-label={t(title)}>
          <p className="permission-group" aria-hidden="true">
            {t(title)}
          </p>
          <div className="permission-groups">
            {permissions.map((permission) => {
              const off = !mayGive(permission);
              return (
                <Checkbox key={permission} value={permission} className="checkbox" isDisabled={off}>
                  <span className="checkbox-box" aria-hidden="true">
                    <Icon name="check" />
                  </span>
                  <span>
                    <span className="permission-name">
                      {t(`permission.${permission}`)} <code className="permission-code">{permission}</code>
                    </span>
                    <span className="ladder-hint">{t(`permission.${permission}.allows`)}</span>
                    {off && <span className="ladder-hint">{t('roles.notHeld')}</span>}
                  </span>
                </Checkbox>
              );
            })}
          </div>
        </div>
      ))}
    </CheckboxGroup>
  );
}
