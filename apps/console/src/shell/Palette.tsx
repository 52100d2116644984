import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, useFilter } from 'react-aria-components';
import { useActionList, useRegistry } from '../actions/use-actions.ts';
import { findQuery } from '../api/find-queries.ts';
import { useCan } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { useCategoryLabel } from '../i18n/use-category-label.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Keys } from '../ui/Keys.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';

/** While somebody types the server is not asked for every letter, milliseconds. */
const pause = 120;

/** Finds an action by its name; a case by its number, a reference of it or its account; without a text what was looked at last. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { contains } = useFilter({ sensitivity: 'base' });
  const registry = useRegistry();
  const navigate = useNavigate();
  const maySearch = useCan()('queue.read');
  const category = useCategoryLabel();
  const [text, setText] = useState('');
  const wanted = useSettled(text.trim(), pause);
  const found = useQuery({ ...findQuery(wanted), enabled: maySearch });
  const settled = !maySearch || (wanted === text.trim() && !found.isPlaceholderData && !found.isPending);
  const entries = paletteEntries({
    text,
    actions: useActionList(),
    found: settled ? (found.data ?? []) : null,
    maySearch,
    contains,
    category,
    words: { t },
  });
  const run = ({ does }: PaletteEntry): void => {
    onClose();
    if ('caseId' in does) void navigate({ to: '/cases/$caseId', params: { caseId: does.caseId } });
    else if ('search' in does) void navigate({ to: '/queue', search: { state: 'open', search: does.search } });
    // After the dialog has given the keys back to the page.
    else setTimeout(() => registry.run(does.run), 0);
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <Autocomplete inputValue={text} onInputChange={setText} disableVirtualFocus={false}>
        <SearchField className="palette-field" aria-label={t('palette.title')} maxLength={255} autoFocus>
          <Icon name="search" />
          <Input placeholder={t('palette.placeholder')} dir="auto" />
        </SearchField>
        <ListBox
          className="listbox palette-list"
          aria-label={t('palette.results')}
          items={entries}
          disabledKeys={entries.filter(({ disabled }) => disabled).map(({ id }) => id)}
          onAction={(key) => {
            const entry = entries.find(({ id }) => id === key);
            if (entry !== undefined) run(entry);
          }}
          renderEmptyState={() => (
            <p className="muted palette-empty">{t(settled ? 'palette.empty' : 'palette.looking')}</p>
          )}
        >
          {(entry) => (
            <ListBoxItem id={entry.id} textValue={entry.title} className="listbox-item palette-item">
              <span className="palette-title">
                {entry.icon !== null && <Icon name={entry.icon} />}
                {entry.title}
              </span>
              <span className="palette-note">{entry.note}</span>
              {entry.keys !== undefined && <Keys binding={entry.keys} />}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      {found.isError && <p className="muted">{t('palette.failed')}</p>}
    </Dialog>
  );
}
