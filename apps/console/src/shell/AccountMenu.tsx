import { useNavigate } from '@tanstack/react-router';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { logOut } from '../api/log-out.ts';
import { useMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ActionKeys } from '../ui/Keys.tsx';
import { roleName } from '../words/role-name.ts';
import type { OpenDialog } from './use-shell-actions.ts';

export function AccountMenu({ onOpen }: { onOpen: (dialog: OpenDialog) => void }) {
  const { t, maybe } = useI18n();
  const navigate = useNavigate();
  const { staff, roleNames } = useMe();
  const roles = staff.roles.map((role) => roleName(role, roleNames, { t, maybe })).join(', ');
  return (
    <div className="account">
      <Button className="palette-button" onPress={() => onOpen('palette')}>
        <Icon name="search" />
        <span className="nav-text">{t('shell.find')}</span>
        <ActionKeys action="view.palette" />
      </Button>
      <MenuTrigger>
        <Button className="account-button">
          <span className="avatar" aria-hidden="true" data-initials={initials(staff.name)} />
          <span className="account-text">
            <span className="visually-hidden">{t('account.label')}: </span>
            <bdi className="account-name">{staff.name}</bdi>
            <span className="account-roles">{roles}</span>
          </span>
        </Button>
        <Popover className="popover" placement="top start">
          <Menu
            className="menu"
            onAction={(key) => (key === 'account' ? void navigate({ to: '/account' }) : choose(String(key), onOpen))}
          >
            <MenuItem id="account" className="menu-item">
              <Icon name="person" />
              {t('account.title')}
            </MenuItem>
            <MenuItem id="preferences" className="menu-item">
              <Icon name="settings" />
              {t('action.preferences')}
            </MenuItem>
            <MenuItem id="help" className="menu-item">
              <Icon name="keyboard" />
              {t('action.help')}
            </MenuItem>
            <MenuItem id="logout" className="menu-item">
              <Icon name="logout" />
              {t('action.logout')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}

function choose(key: string, onOpen: (dialog: OpenDialog) => void): void {
  if (key === 'logout') void logOut();
  else if (key === 'preferences' || key === 'help') onOpen(key);
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
