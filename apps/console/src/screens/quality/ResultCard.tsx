import { Link } from '@tanstack/react-router';
import type { QualityResult } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { JudgementCard } from './Judgement.tsx';

/** One answered review beside what it was compared with. No mark, no rank: something to learn from. */
export function ResultCard({ result }: { result: QualityResult }) {
  const { t, dateTime } = useI18n();
  const category = useCategoryLabel();
  const { sameAction, samePolicy } = result;
  const agreed = sameAction && samePolicy ? 'same' : sameAction ? 'policy' : samePolicy ? 'action' : 'both';
  return (
    <article className="quality-result">
      <header className="quality-result-head">
        <h3>{category(result)}</h3>
        <span className="badge" data-agreed={agreed}>
          {t(`quality.agreed.${agreed}`)}
        </span>
        {result.kind === 'golden' && <span className="badge">{t('quality.golden')}</span>}
        <time className="muted" dateTime={result.answeredAt}>
          {dateTime(result.answeredAt)}
        </time>
      </header>
      <div className="judgements">
        <JudgementCard title={t('quality.mine')} judgement={result.mine} />
        <JudgementCard
          title={t(result.kind === 'golden' ? 'quality.agreedAnswer' : 'quality.first')}
          judgement={result.other}
        />
      </div>
      {result.settled !== null && (
        <p>
          <strong>{t(`quality.outcome.${result.settled.outcome}`)}</strong> <bdi>{result.settled.note}</bdi>
        </p>
      )}
      {result.caseId !== null && (
        <p>
          <Link to="/cases/$caseId" params={{ caseId: result.caseId }}>
            {t('quality.openCase')}
          </Link>
        </p>
      )}
    </article>
  );
}
