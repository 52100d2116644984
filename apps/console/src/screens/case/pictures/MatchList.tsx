import { Link } from '@tanstack/react-router';
import type { PictureMatch } from '@wellhouse/protocol';
import { useCan } from '../../../api/use-me.ts';
import { useI18n } from '../../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../../i18n/use-category-label.ts';

/** Which entries of which lists a picture matched; the very same bytes apart from what looks alike. */
export function MatchList({ matches }: { matches: readonly PictureMatch[] }) {
  const { t } = useI18n();
  if (matches.length === 0) return null;
  return (
    <ul className="match-list" aria-label={t('matched.matches')}>
      {matches.map((match) => (
        <li key={match.entryId} className="match" data-kind={match.kind} data-withdrawn={match.withdrawn}>
          <MatchRow match={match} />
        </li>
      ))}
    </ul>
  );
}

/** The bar is empty at this distance; lists may look no farther. */
const widest = 32;

function MatchRow({ match }: { match: PictureMatch }) {
  const { t, number, maybe } = useI18n();
  const can = useCan();
  const category = useCategoryLabel();
  return (
    <>
      <p className="match-head">
        {can('list.read') ? (
          <Link to="/lists/$listId" params={{ listId: match.listId }} className="match-title">
            <bdi>{match.listTitle}</bdi>
          </Link>
        ) : (
          <bdi className="match-title">{match.listTitle}</bdi>
        )}
        <span className="badge" data-match={match.kind}>
          {t(`matched.kind.${match.kind}`)}
        </span>
        {match.withdrawn && <span className="badge">{t('matched.withdrawn')}</span>}
        {!match.withdrawn && match.effect !== 'hold' && (
          <span className="badge">{maybe(`matched.effect.${match.effect}`) ?? match.effect}</span>
        )}
      </p>
      {match.distance !== null && (
        <p className="match-distance">
          <span className="match-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.max(0, 100 - (match.distance * 100) / widest)}%` }} />
          </span>
          <span>
            {t('matched.distance', { bits: match.distance })}
            {match.variant !== null && match.variant !== 'original' && (
              <> · {maybe(`matched.variant.${match.variant}`) ?? match.variant}</>
            )}
          </span>
        </p>
      )}
      <dl className="match-facts">
        <div>
          <dt>{t('matched.sourceClass')}</dt>
          <dd>{match.sourceClass === null ? t('matched.noClass') : <bdi>{match.sourceClass}</bdi>}</dd>
        </div>
        <div>
          <dt>{t('matched.ourClass')}</dt>
          <dd>{category(match)}</dd>
        </div>
        <div>
          <dt>{t('matched.entry')}</dt>
          <dd>
            <bdi className="mono">{match.sourceId}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('matched.lookAlikes')}</dt>
          <dd>{number(match.lookAlikes)}</dd>
        </div>
      </dl>
    </>
  );
}
