import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { hearingQuery } from '../../api/appeal-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { Denied } from '../../ui/Denied.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { OneHearing } from './OneHearing.tsx';

const route = getRouteApi('/house/appeals/$hearingId');

/** Every hearing starts afresh: no draft, claim or open evidence of one can reach another. */
export function HearingScreen() {
  const { hearingId } = route.useParams();
  return useCan()('appeal.read') ? (
    <Loaded key={hearingId} hearingId={hearingId} />
  ) : (
    <Denied permission="appeal.read" />
  );
}

function Loaded({ hearingId }: { hearingId: string }) {
  const query = useQuery(hearingQuery(hearingId));
  if (query.data !== undefined) return <OneHearing page={query.data} />;
  return query.error === null ? (
    <Waiting lines={10} />
  ) : (
    <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  );
}
