import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { ShownMessage } from '../../device/conversation.ts';
import { type MessageId, useTranslate } from '../i18n/messages.ts';
import { Icon, type IconName } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';

export type MessageAction = 'reply' | 'edit' | 'delete' | 'report';

const entries: { action: MessageAction; icon: IconName; label: MessageId }[] = [
  { action: 'reply', icon: 'reply', label: 'message.reply' },
  { action: 'edit', icon: 'edit', label: 'message.edit' },
  { action: 'delete', icon: 'trash', label: 'message.delete' },
  { action: 'report', icon: 'flag', label: 'message.report' },
];

function offers(action: MessageAction, message: ShownMessage, own: boolean, canSend: boolean): boolean {
  const there = message.state === 'sent' && canSend;
  switch (action) {
    case 'reply':
      return there;
    case 'edit':
      return own && there && message.pictures.length === 0;
    case 'delete':
      return own && there;
    // Also what was deleted or removed since, and from a group that one has left.
    case 'report':
      return !own;
    default:
      return action satisfies never;
  }
}

export function MessageMenu(props: {
  message: ShownMessage;
  own: boolean;
  canSend: boolean;
  onAction: (action: MessageAction, message: ShownMessage) => void;
}) {
  const t = useTranslate();
  const { message, own, canSend } = props;
  const offered = entries.filter(({ action }) => offers(action, message, own, canSend));
  if (offered.length === 0) return null;
  return (
    <MenuTrigger>
      <IconButton icon="more" label={t('message.menu')} className="message-menu" />
      <Popover className="menu" placement="bottom end">
        <Menu>
          {offered.map(({ action, icon, label }) => (
            <MenuItem
              key={action}
              className="menu-item"
              data-tone={action === 'report' || action === 'delete' ? 'danger' : undefined}
              onAction={() => props.onAction(action, message)}
            >
              <Icon name={icon} />
              {t(label)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
