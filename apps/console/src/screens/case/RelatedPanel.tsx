import { useQuery } from '@tanstack/react-query';
import type { RelatedCase, RelatedCases } from '@wellhouse/protocol';
import { relatedQuery } from '../../api/signal-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { PriorityBadge } from '../../ui/Badges.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

const shownAtOnce = 5;

/** Cases about others that share words, pictures or links with this one. Those about the same subject are its history. */
export function RelatedPanel({ caseId }: { caseId: string }) {
  const { t } = useI18n();
  const related = useQuery(relatedQuery(caseId));
  const cases = related.data?.cases.filter((one) => one.shared.some((kind) => kind !== 'target')) ?? [];
  const first = cases.slice(0, shownAtOnce);
  const rest = cases.slice(shownAtOnce);
  return (
    <section className="panel related-panel" aria-labelledby="related-title">
      <div className="panel-head">
        <h2 id="related-title">{t('related.title')}</h2>
      </div>
      {related.error !== null && <ProblemNote error={related.error} onRetry={() => void related.refetch()} />}
      {related.data !== undefined && <Counts counts={related.data.counts} />}
      {related.data !== undefined && cases.length === 0 && <p className="muted">{t('related.none')}</p>}
      <RelatedList cases={first} />
      {rest.length > 0 && (
        <details>
          <summary>{t('related.more', { count: rest.length })}</summary>
          <RelatedList cases={rest} />
        </details>
      )}
    </section>
  );
}

function Counts({ counts }: { counts: RelatedCases['counts'] }) {
  const { t, number } = useI18n();
  const told = counts.flatMap(({ kind, ...count }) => (kind === 'target' ? [] : [{ kind, ...count }]));
  if (told.length === 0) return null;
  return (
    <ul className="plain-list related-counts">
      {told.map(({ kind, cases, more }) => (
        <li key={kind} className="badge" data-tone="info">
          {more
            ? t(`related.countMore.${kind}`, { cases: number(cases) })
            : t(`related.count.${kind}`, { count: cases })}
        </li>
      ))}
    </ul>
  );
}

/** Each opens beside this one, so that the claim here is kept. */
function RelatedList({ cases }: { cases: readonly RelatedCase[] }) {
  const { t, date } = useI18n();
  const category = useCategoryLabel();
  return (
    <ul className="plain-list history">
      {cases.map(({ summary, shared }) => (
        <li key={summary.caseId}>
          <PriorityBadge priority={summary.priority} />
          <div>
            <a href={`/cases/${summary.caseId}`} target="_blank" rel="noreferrer">
              {summary.number} · {category(summary)}
              <span className="visually-hidden"> ({t('common.newTab')})</span>
            </a>
            <p className="muted">
              {t(`state.${summary.state}`)} · {date(summary.openedAt)} ·{' '}
              {shared.map((kind) => t(`related.shares.${kind}`)).join(' · ')}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
