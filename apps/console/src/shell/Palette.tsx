import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, useFilter } from 'react-aria-components';
import { useActionList, useRegistry } from '../actions/use-actions.ts';
import { useCan } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Keys } from '../ui/Keys.tsx';

/** Few enough to need no scrolling; typing brings up the rest, and `?` shows all. */
const mostResults = 8;

interface Entry {
  id: string;
  title: string;
  group: string;
  keys: string | undefined;
  reason: string | null;
}

/** Finds an action by its name, or a case by its number or account. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { contains } = useFilter({ sensitivity: 'base' });
  const registry = useRegistry();
  const navigate = useNavigate();
  const can = useCan();
  const [text, setText] = useState('');
  const entries = useActionList()
    .filter((action) => action.id !== 'view.palette' && action.id !== 'view.leaveField')
    .flatMap((action): Entry[] => {
      const available = action.when();
      if (available === false) return [];
      const reason = available === true ? null : available.reason;
      return [{ id: action.id, title: action.title, group: t(`group.${action.group}`), keys: action.keys[0], reason }];
    })
    .filter((entry) => contains(`${entry.title} ${entry.group}`, text.trim()))
    // What can be done now comes first.
    .sort((a, b) => Number(a.reason !== null) - Number(b.reason !== null));
  if (text.trim() !== '' && can('queue.read')) {
    entries.splice(mostResults - 1, 0, {
      id: 'search',
      title: t('palette.search', { text: text.trim() }),
      group: t('group.queue'),
      keys: undefined,
      reason: null,
    });
  }
  const shown = entries.slice(0, mostResults);
  const run = (id: string): void => {
    onClose();
    if (id === 'search') void navigate({ to: '/queue', search: { state: 'open', search: text.trim() } });
    // After the dialog has given the keys back to the page.
    else setTimeout(() => registry.run(id), 0);
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <Autocomplete inputValue={text} onInputChange={setText} disableVirtualFocus={false}>
        <SearchField className="palette-field" aria-label={t('palette.title')} autoFocus>
          <Icon name="search" />
          <Input placeholder={t('palette.placeholder')} dir="auto" />
        </SearchField>
        <ListBox
          className="listbox palette-list"
          aria-label={t('palette.results')}
          items={shown}
          disabledKeys={shown.filter((entry) => entry.reason !== null).map((entry) => entry.id)}
          onAction={(key) => run(String(key))}
          renderEmptyState={() => <p className="muted palette-empty">{t('palette.empty')}</p>}
        >
          {(entry) => (
            <ListBoxItem id={entry.id} textValue={entry.title} className="listbox-item palette-item">
              <span className="palette-title">{entry.title}</span>
              <span className="palette-note">{entry.reason ?? entry.group}</span>
              {entry.keys !== undefined && <Keys binding={entry.keys} />}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </Dialog>
  );
}
