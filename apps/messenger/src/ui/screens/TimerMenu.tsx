import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { timers } from '../../device/disappearing.ts';
import { formatDuration } from '../i18n/duration.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';

/** After how long messages that this person sends here disappear. */
export function TimerMenu({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const t = useTranslate();
  const nameOf = (choice: number) => (choice === 0 ? t('timer.off') : formatDuration(t.language, choice));
  return (
    <MenuTrigger>
      <IconButton
        icon="clock"
        label={t('timer.label', { choice: nameOf(seconds) })}
        className={seconds === 0 ? '' : 'timer-on'}
      />
      <Popover className="menu" placement="top start">
        <Menu
          aria-label={t('timer.title')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(seconds)]}
          onAction={(key) => onChange(Number(key))}
        >
          {timers.map((choice) => (
            <MenuItem key={choice} id={String(choice)} className="menu-item" textValue={nameOf(choice)}>
              {({ isSelected }) => (
                <>
                  <span className="menu-mark">{isSelected && <Icon name="check" />}</span>
                  {nameOf(choice)}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
