import { Button } from 'react-aria-components';
import { formatDate, useTranslate } from '../i18n/messages.ts';
import { useNames } from '../state/names.ts';
import { useLive, useSession } from '../state/use-session.ts';

/** Whom this person blocked, wherever they are now, and how to lift it. Nobody is told of either. */
export function BlockedPeople() {
  const t = useTranslate();
  const nameOf = useNames();
  const { wellhouse } = useSession();
  const blocked = useLive((session) => session.wellhouse.blocked(), 'whom and since when') ?? [];
  return (
    <section className="form-part" aria-label={t('settings.blocked')}>
      <h3>{t('settings.blocked')}</h3>
      {blocked.length === 0 && <p className="fine-print">{t('settings.blocked.none')}</p>}
      <ul className="people">
        {blocked.map(({ accountId, blockedAt }) => {
          const name = nameOf(accountId);
          return (
            <li key={accountId} className="person">
              <span className="person-name">
                <bdi>{name}</bdi>
                <span className="fine-print person-note">
                  {t('settings.blocked.since', { date: formatDate(t.language, blockedAt) })}
                </span>
              </span>
              <Button
                className="button"
                aria-label={t('settings.blocked.lift', { name })}
                onPress={() => void wellhouse.unblock(accountId)}
              >
                {t('members.unblock')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
