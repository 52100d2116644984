import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { QualityResult } from '@wellhouse/protocol';
import { useState } from 'react';
import { qualityReviewQuery } from '../../api/quality-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { OneReview } from './OneReview.tsx';
import { ResultCard } from './ResultCard.tsx';
import { useAfterReview } from './use-after-review.ts';

const route = getRouteApi('/house/quality/$reviewId');

/** Every review starts afresh: no draft and no open evidence of one can reach another. */
export function ReviewScreen() {
  const { reviewId } = route.useParams();
  return useCan()('quality.review') ? (
    <Loaded key={reviewId} reviewId={reviewId} />
  ) : (
    <Denied permission="quality.review" />
  );
}

function Loaded({ reviewId }: { reviewId: string }) {
  const query = useQuery(qualityReviewQuery(reviewId));
  const [result, setResult] = useState<QualityResult | null>(null);
  if (result !== null) return <Answered result={result} />;
  if (query.data !== undefined) return <OneReview review={query.data} onAnswered={setResult} />;
  return query.error === null ? (
    <Waiting lines={10} />
  ) : (
    <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  );
}

function Answered({ result }: { result: QualityResult }) {
  const { t } = useI18n();
  useAfterReview();
  return (
    <div className="page page-narrow quality">
      <PageHead title={t('quality.answered')} lead={t('quality.answeredLead')}>
        <ActionButton action="quality.back" look="primary" icon="twice" />
      </PageHead>
      <ResultCard result={result} />
    </div>
  );
}
