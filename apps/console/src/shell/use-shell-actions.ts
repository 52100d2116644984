import { useNavigate } from '@tanstack/react-router';
import type { Action } from '../actions/action.ts';
import { useActions } from '../actions/use-actions.ts';
import { logOut } from '../api/log-out.ts';
import { useCan } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { preferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { announce } from '../ui/announcements.ts';
import { places } from './places.ts';

export type OpenDialog = 'help' | 'palette' | 'preferences' | null;

/** What can be done on every page. */
export function useShellActions(open: (dialog: OpenDialog) => void): void {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const { greyscale } = usePreferences();
  const always = (): true => true;
  const going = places.map(
    (place): Action => ({
      id: `go${place.to.replaceAll('/', '.')}`,
      title: t('action.go', { place: t(place.title) }),
      group: 'go',
      keys: [place.keys],
      when: () => can(place.permission),
      run: () => void navigate({ to: place.to }),
    }),
  );
  useActions(
    [
      ...going,
      {
        id: 'go.account',
        title: t('action.go', { place: t('account.title') }),
        group: 'go',
        keys: ['g m'],
        when: always,
        run: () => void navigate({ to: '/account' }),
      },
      {
        id: 'go.breathe',
        title: t('care.breathe'),
        group: 'go',
        keys: ['g b'],
        when: always,
        run: () => void navigate({ to: '/breathe' }),
      },
      {
        id: 'view.palette',
        title: t('action.palette'),
        group: 'view',
        keys: ['Mod+k'],
        whileTyping: true,
        when: always,
        run: () => open('palette'),
      },
      { id: 'view.help', title: t('action.help'), group: 'view', keys: ['?'], when: always, run: () => open('help') },
      {
        id: 'view.preferences',
        title: t('action.preferences'),
        group: 'view',
        keys: ['g p'],
        when: always,
        run: () => open('preferences'),
      },
      {
        id: 'view.greyscale',
        title: greyscale ? t('action.colour') : t('action.greyscale'),
        group: 'view',
        keys: ['Shift+g'],
        when: always,
        run: () => {
          preferences.set({ greyscale: !greyscale });
          announce({ key: greyscale ? 'said.colour' : 'said.greyscale' });
        },
      },
      {
        id: 'view.leaveField',
        title: t('action.leaveField'),
        group: 'view',
        keys: ['Escape'],
        whileTyping: true,
        when: always,
        run: leaveField,
      },
      { id: 'view.logout', title: t('action.logout'), group: 'view', keys: [], when: always, run: () => void logOut() },
    ],
    'frame',
  );
}

/** Single keys work again once no field has the focus. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  document.getElementById('main')?.focus({ preventScroll: true });
}
