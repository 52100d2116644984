import { useSyncExternalStore } from 'react';
import { ApiError } from '../api/api-error.ts';
import { sessionExpired } from '../api/session-state.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { problemPhrase } from '../words/problem-words.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/**
 * A failure in plain words, with its code for whoever looks after the server, and a way to try again. What failed because the session had
 * ended is no longer said when the person has logged in again.
 */
export function ProblemNote({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const { t, say } = useI18n();
  const overcome = useSyncExternalStore(sessionExpired.subscribe, () => sessionExpired.isOvercome(error));
  if (overcome) return null;
  const phrase = problemPhrase(error);
  const failure = error instanceof ApiError ? error : null;
  return (
    <div className="note-box" data-tone="danger" role="alert">
      <Icon name="alert" />
      <div>
        <p className="note-title">{title ?? say(phrase)}</p>
        {title !== undefined && <p>{say(phrase)}</p>}
        {failure !== null && failure.fields.length > 0 && (
          <ul className="plain-list">
            {failure.fields.map((field) => (
              <li key={field.field + field.problem}>
                <code>{field.field}</code> <bdi>{field.problem}</bdi>
              </li>
            ))}
          </ul>
        )}
        <p className="note-code">
          <code>{phrase.code}</code>
          {failure !== null && failure.code !== 'offline' && failure.message !== '' && <bdi> {failure.message}</bdi>}
          {failure?.requestId != null && (
            <span>
              {' '}
              {t('problem.request')} <code>{failure.requestId}</code>
            </span>
          )}
        </p>
      </div>
      {onRetry !== undefined && <Button onPress={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
}

export function Note({ tone, children }: { tone: 'info' | 'warning' | 'good'; children: React.ReactNode }) {
  return (
    <div className="note-box" data-tone={tone} role="status">
      <Icon name={tone === 'good' ? 'check' : 'alert'} />
      <div>{children}</div>
    </div>
  );
}
