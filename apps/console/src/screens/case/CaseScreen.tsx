import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../../api/use-me.ts';
import { Denied } from '../../ui/Denied.tsx';
import { OneCase } from './OneCase.tsx';

const route = getRouteApi('/house/cases/$caseId');

/** Every case starts afresh: no draft, claim or open evidence of one can reach another. */
export function CaseScreen() {
  const { caseId } = route.useParams();
  return useCan()('case.read') ? <OneCase key={caseId} caseId={caseId} /> : <Denied permission="case.read" />;
}
