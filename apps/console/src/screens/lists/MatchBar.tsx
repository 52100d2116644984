import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { effectCounts } from './match-effects.ts';

/** Seven days of matches: a bar for the eye, and the same in numbers and words. */
export function MatchBar({ list, large = false }: { list: Pick<List, 'kind' | 'matches'>; large?: boolean }) {
  const { t, number } = useI18n();
  const counts = effectCounts(list);
  if (counts.length === 0) return <span className="muted">{t('lists.noMatches')}</span>;
  return (
    <div className="list-matches" data-large={large}>
      <span className="list-matches-line" aria-hidden="true">
        {counts.map(({ effect, tone, pictures }) => (
          <span key={effect} data-came-to={tone} style={{ flexGrow: pictures }} />
        ))}
      </span>
      <ul className="plain-list list-matches-words">
        {counts.map(({ effect, words, tone, pictures }) => (
          <li key={effect}>
            <span className="list-matches-dot" data-came-to={tone} aria-hidden="true" />
            <strong>{number(pictures)}</strong> {words === null ? <code>{effect}</code> : t(words, { count: pictures })}
          </li>
        ))}
      </ul>
    </div>
  );
}
