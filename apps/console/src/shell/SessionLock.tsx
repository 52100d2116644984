import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { LoginForm } from '../screens/login/LoginForm.tsx';

/** The session ended while the console was open: log in again and go on where it stopped. */
export function SessionLock() {
  const { t } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  // Taken down before the page behind is made inert.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
  return (
    <div className="front lock" role="dialog" aria-modal="true" aria-label={t('lock.title')}>
      <div className="card front-card">
        <h1>{t('lock.title')}</h1>
        <p className="muted">{t('lock.text')}</p>
        <LoginForm
          email={me.staff.email}
          next={window.location.pathname + window.location.search}
          onDone={(next) => {
            // Another person must not find what this one had open.
            if (next.staff.staffId !== me.staff.staffId) {
              sessionStorage.clear();
              window.location.assign('/');
            } else void client.invalidateQueries();
          }}
        />
      </div>
    </div>
  );
}
