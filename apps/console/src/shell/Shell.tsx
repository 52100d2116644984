import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useActionKeys } from '../actions/use-actions.ts';
import { ApiError } from '../api/api-error.ts';
import { meQuery } from '../api/queries.ts';
import { sessionExpired } from '../api/session-state.ts';
import { MeProvider } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Announcer } from './Announcer.tsx';
import { Brand } from './Brand.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { HelpOverlay } from './HelpOverlay.tsx';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { PreferencesDialog } from './PreferencesDialog.tsx';
import { SessionLock } from './SessionLock.tsx';
import { type OpenDialog, useShellActions } from './use-shell-actions.ts';

/** Lets in who is logged in; sends everyone else to the login, which leads back here. */
export function Guard() {
  const me = useQuery(meQuery);
  if (me.data !== undefined) {
    return (
      <MeProvider value={me.data}>
        <Shell />
      </MeProvider>
    );
  }
  if (me.error instanceof ApiError && me.error.status === 401) return <ToLogin />;
  return (
    <div className="front">
      <ConnectionBanner />
      {me.error === null ? <Waiting lines={4} /> : <ProblemNote error={me.error} onRetry={() => void me.refetch()} />}
    </div>
  );
}

/** The place is taken down once: it changes while the login opens. */
function ToLogin() {
  const { href } = useLocation();
  const [next] = useState(href);
  const navigate = useNavigate();
  useEffect(() => void navigate({ to: '/login', search: { next }, replace: true }), [navigate, next]);
  return null;
}

function Shell() {
  const { t } = useI18n();
  const expired = useSyncExternalStore(sessionExpired.subscribe, sessionExpired.get);
  const [open, setOpen] = useState<OpenDialog>(null);
  const close = (): void => setOpen(null);
  useShellActions(setOpen);
  useActionKeys();
  useFocusOnNavigation();
  return (
    <>
      {/* Everything stays as it is behind the login, out of sight and out of reach. */}
      <div className="shell" inert={expired} data-hidden={expired}>
        <a className="skip" href="#main">
          {t('shell.skip')}
        </a>
        <header className="side">
          <Brand />
          <Navigation />
          <AccountMenu onOpen={setOpen} />
        </header>
        <div className="stage">
          <ConnectionBanner />
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <Announcer />
        {open === 'help' && <HelpOverlay onClose={close} />}
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'preferences' && <PreferencesDialog onClose={close} />}
      </div>
      {expired && <SessionLock />}
    </>
  );
}

/** A screen reader hears of a new page; the keyboard starts at its top. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes
  useEffect(() => {
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
}
