import type { HearingAppeal } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { languageIn } from '../../words/language-name.ts';

export function AppealWords({ appeals }: { appeals: readonly HearingAppeal[] }) {
  const { t, dateTime, locale } = useI18n();
  return (
    <ul className="plain-list appeal-words">
      {appeals.map((appeal) => (
        <li key={appeal.appealId}>
          <p className="hearing-facts">
            <strong>{t(`hearing.side.${appeal.side}`)}</strong>
            <bdi>{appeal.accountId}</bdi>
            {appeal.unfounded && <span className="badge">{t('hearing.unfounded.badge')}</span>}
          </p>
          {appeal.statement === null ? (
            <p className="muted">{t('hearing.erased')}</p>
          ) : (
            <blockquote className="statement" dir="auto">
              {appeal.statement}
            </blockquote>
          )}
          <p className="hearing-facts muted">
            <time dateTime={appeal.receivedAt}>{dateTime(appeal.receivedAt)}</time>
            <span>{languageIn(appeal.locale, locale)}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
