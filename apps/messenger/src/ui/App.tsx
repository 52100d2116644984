import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { RuntimeConfig } from '../wire.ts';
import { createI18n, directionOf, I18nContext } from './i18n/messages.ts';
import { Failed } from './screens/Failed.tsx';
import { Messenger } from './screens/Messenger.tsx';
import { SignIn } from './screens/SignIn.tsx';
import { openSession, type Session } from './state/session.ts';
import { loadSettings, type Settings, saveSettings } from './state/settings.ts';
import { SessionContext } from './state/use-session.ts';

async function loadConfig(): Promise<RuntimeConfig> {
  const response = await fetch('/config.json');
  const config = RuntimeConfig.parse(await response.json());
  localStorage.setItem('messenger:config', JSON.stringify(config));
  return config;
}

/** `?as=ana` opens directly as that person, each with storage of its own, so that three tabs can be three people. */
function personInAddress(): string | null {
  return new URLSearchParams(location.search).get('as');
}

type State =
  | { step: 'loading' }
  | { step: 'failed' }
  | { step: 'sign-in'; config: RuntimeConfig }
  | { step: 'open'; session: Session };

export function App() {
  const [person, setPerson] = useState(personInAddress);
  const [settings, setSettings] = useState<Settings>(() => loadSettings(personInAddress() ?? ''));
  const [state, setState] = useState<State>({ step: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const opening = useRef<string | null>(null);

  useEffect(() => {
    // One session for one person and attempt, also where effects run twice.
    const key = `${person}/${attempt}`;
    if (opening.current === key) return;
    opening.current = key;
    (async () => {
      const stored = localStorage.getItem('messenger:config');
      const config = await loadConfig().catch((error: unknown) => {
        if (stored === null) throw error;
        return RuntimeConfig.parse(JSON.parse(stored));
      });
      if (person === null) return setState({ step: 'sign-in', config });
      setState({ step: 'loading' });
      setState({ step: 'open', session: await openSession(config, person, loadSettings(person)) });
    })().catch((error: unknown) => {
      console.warn('messenger: cannot open', error);
      setState({ step: 'failed' });
    });
  }, [person, attempt]);

  useEffect(() => {
    const root = document.documentElement;
    root.lang = settings.language;
    root.dir = directionOf(settings.language);
    if (settings.theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = settings.theme;
  }, [settings]);

  const choose = useCallback((name: string) => {
    history.replaceState(null, '', `?as=${encodeURIComponent(name)}`);
    setSettings(loadSettings(name));
    setPerson(name);
  }, []);
  const change = useCallback(
    (next: Settings) => {
      saveSettings(person ?? '', next);
      setSettings(next);
    },
    [person],
  );
  const i18n = useMemo(() => createI18n(settings.language), [settings.language]);

  return (
    <I18nProvider locale={settings.language}>
      <I18nContext value={i18n}>
        {state.step === 'failed' && <Failed onRetry={() => setAttempt(attempt + 1)} />}
        {state.step === 'loading' && (
          <output className="loading">{i18n._(person ? 'signin.working' : 'app.loading')}</output>
        )}
        {state.step === 'sign-in' && (
          <SignIn suggested={state.config.suggestedNames} ages={state.config.ages} onChoose={choose} />
        )}
        {state.step === 'open' && (
          <SessionContext value={state.session}>
            <Messenger settings={settings} onSettings={change} />
          </SessionContext>
        )}
      </I18nContext>
    </I18nProvider>
  );
}
