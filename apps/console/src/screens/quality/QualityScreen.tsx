import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { QualityDesk } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { qualityDeskQuery, qualityReviewQuery } from '../../api/quality-queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { ResultCard } from './ResultCard.tsx';

export function QualityScreen() {
  return useCan()('quality.review') ? <Desk /> : <Denied permission="quality.review" />;
}

function Desk() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const query = useQuery(qualityDeskQuery);
  const [error, setError] = useState<unknown>(null);
  const desk = query.data;
  const take = async (): Promise<void> => {
    try {
      const review = await call('takeQualityReview', {});
      queryClient.setQueryData(qualityReviewQuery(review.reviewId).queryKey, review);
      void queryClient.invalidateQueries({ queryKey: qualityDeskQuery.queryKey });
      await navigate({ to: '/quality/$reviewId', params: { reviewId: review.reviewId } });
    } catch (failure) {
      setError(failure);
    }
  };
  useActions([
    {
      id: 'quality.take',
      title: desk?.taken ? t('quality.goOn') : t('quality.take'),
      group: 'quality',
      keys: ['n'],
      when: () => {
        if (desk === undefined) return false;
        return desk.taken !== null || desk.waiting > 0 ? true : { reason: t('quality.noneWaits') };
      },
      run: () => void take(),
    },
  ]);
  return (
    <div className="page page-narrow quality">
      <PageHead title={t('quality.title')} lead={t('quality.lead')}>
        <ActionButton action="quality.take" look="primary" icon="twice" />
      </PageHead>
      {error !== null && <ProblemNote error={error} />}
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {desk !== undefined && <Results desk={desk} />}
    </div>
  );
}

function Results({ desk }: { desk: QualityDesk }) {
  const { t } = useI18n();
  const { answered, sameAction, samePolicy } = desk.own;
  return (
    <>
      <p className="quality-own">
        {t('quality.waiting', { count: desk.waiting })}{' '}
        {answered > 0 && t('quality.own', { answered, action: sameAction, policy: samePolicy })}
      </p>
      <h2>{t('quality.results')}</h2>
      {desk.results.length === 0 && <Empty icon="twice" title={t('quality.noResults')} />}
      <ul className="plain-list quality-results">
        {desk.results.map((result) => (
          <li key={result.reviewId}>
            <ResultCard result={result} />
          </li>
        ))}
      </ul>
    </>
  );
}
