import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { measureHearingQuery } from '../../api/appeal-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { Denied } from '../../ui/Denied.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { OneMeasureHearing } from './OneMeasureHearing.tsx';

const route = getRouteApi('/house/appeals/measures/$measureId');

export function MeasureHearingScreen() {
  const { measureId } = route.useParams();
  return useCan()('appeal.read') ? (
    <Loaded key={measureId} measureId={measureId} />
  ) : (
    <Denied permission="appeal.read" />
  );
}

function Loaded({ measureId }: { measureId: string }) {
  const query = useQuery(measureHearingQuery(measureId));
  if (query.data !== undefined) return <OneMeasureHearing page={query.data} />;
  return query.error === null ? (
    <Waiting lines={8} />
  ) : (
    <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  );
}
