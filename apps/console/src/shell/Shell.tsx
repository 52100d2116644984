import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { useActionKeys } from '../actions/use-actions.ts';
import { ApiError } from '../api/api-error.ts';
import { meQuery } from '../api/queries.ts';
import { sessionExpired } from '../api/session-state.ts';
import { MeProvider } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { useKeptLocale } from '../preferences/use-kept-locale.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { sayWhyNot } from '../ui/say-why-not.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Announcer } from './Announcer.tsx';
import { Brand } from './Brand.tsx';
import { BreakBanner } from './BreakBanner.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { HelpOverlay } from './HelpOverlay.tsx';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { PreferencesDialog } from './PreferencesDialog.tsx';
import { SessionLock } from './SessionLock.tsx';
import { SetUpBanner } from './SetUpBanner.tsx';
import { StepUp } from './StepUp.tsx';
import { UndoBar } from './UndoBar.tsx';
import { useFocusKept } from './use-focus-kept.ts';
import { useOwnKeys } from './use-own-keys.ts';
import { useOwnTab } from './use-own-tab.ts';
import { usePreloadScreens } from './use-preload-screens.ts';
import { type OpenDialog, useShellActions } from './use-shell-actions.ts';

const SetUpScreen = lazy(async () => ({ default: (await import('../screens/account/SetUpScreen.tsx')).SetUpScreen }));

/** Lets in who is logged in; sends everyone else to the login, which leads back here. */
export function Guard() {
  const me = useQuery(meQuery);
  if (me.data?.setUp === 'required') {
    return (
      <MeProvider value={me.data}>
        <Suspense fallback={<Waiting lines={4} />}>
          <SetUpScreen />
        </Suspense>
        <StepUp />
      </MeProvider>
    );
  }
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
  useActionKeys(sayWhyNot);
  useOwnKeys();
  useOwnTab();
  useFocusKept();
  usePreloadScreens();
  useKeptLocale();
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
          <SetUpBanner />
          <BreakBanner />
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
          <UndoBar />
        </div>
        <FocusOnNavigation />
        <Announcer />
        {open === 'help' && <HelpOverlay onClose={close} />}
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'preferences' && <PreferencesDialog onClose={close} />}
      </div>
      <StepUp />
      {expired && <SessionLock />}
    </>
  );
}

/**
 * A screen reader hears of a new page; the keyboard and the eye start at its top, however far down the last one was read. By
 * itself, so that the frame is not drawn anew for every page.
 */
function FocusOnNavigation() {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes
  useLayoutEffect(() => {
    document.getElementById('main')?.scrollTo({ top: 0, behavior: 'instant' });
    window.scrollTo({ top: 0, behavior: 'instant' });
  }, [pathname]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes
  useEffect(() => {
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
  return null;
}
