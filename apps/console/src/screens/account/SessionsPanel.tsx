import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffSession } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { sessionsQuery } from '../../api/staff-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';

export function SessionsPanel() {
  const { t } = useI18n();
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (session: StaffSession | null) =>
      session === null
        ? call('revokeOtherSessions')
        : call('revokeSession', { params: { sessionId: session.sessionId } }),
    onSuccess: () => {
      announce({ key: 'said.sessionEnded' });
      return client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const sessions = query.data ?? [];
  return (
    <section className="card account-panel" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t('account.sessions')}</h2>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={2} />}
      <ul className="account-list">
        {sessions.map((session) => (
          <SessionRow key={session.sessionId} session={session} onEnd={() => end.mutate(session)} />
        ))}
      </ul>
      {end.error !== null && <ProblemNote error={end.error} />}
      {sessions.length > 1 && (
        <div className="button-row">
          <Button isPending={end.isPending} onPress={() => end.mutate(null)}>
            {t('account.sessionsEnd')}
          </Button>
        </div>
      )}
    </section>
  );
}

function SessionRow({ session, onEnd }: { session: StaffSession; onEnd: () => void }) {
  const { t, dateTime } = useI18n();
  const device = session.device ?? t('account.sessionUnknown');
  return (
    <li>
      <div>
        <bdi className="account-item">{device}</bdi>
        {session.current && (
          <span className="badge" data-tone="good">
            {t('account.sessionHere')}
          </span>
        )}
        <span className="muted account-facts">
          {t(`account.way.${session.way}`)} · {t('account.sessionSeen', { at: dateTime(session.lastSeenAt) })}
        </span>
      </div>
      {!session.current && (
        <Button look="plain" aria-label={t('account.sessionEndWho', { device })} onPress={onEnd}>
          {t('account.sessionEnd')}
        </Button>
      )}
    </li>
  );
}
