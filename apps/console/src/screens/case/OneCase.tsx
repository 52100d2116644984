import { useQuery } from '@tanstack/react-query';
import { careKindOf } from '@wellhouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { caseQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Later } from '../../ui/Later.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { CareKindContext } from '../care/care-category.ts';
import { CaseHead } from './CaseHead.tsx';
import { DecisionPanel } from './DecisionPanel.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { NotesPanel } from './NotesPanel.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { PicturesPanel } from './pictures/PicturesPanel.tsx';
import { usePictureAnswers } from './pictures/use-picture-answers.ts';
import { RelatedPanel } from './RelatedPanel.tsx';
import { ReportsPanel } from './ReportsPanel.tsx';
import { type Resting, RestingContext } from './resting.ts';
import { TimelinePanel } from './TimelinePanel.tsx';
import { UnfoundedPanel } from './UnfoundedPanel.tsx';
import { useCaseActions } from './use-case-actions.ts';
import { useClaim } from './use-claim.ts';
import { type DecisionState, useDecision } from './use-decision.ts';
import { useEndWithClaim } from './use-end-with-claim.ts';
import { useEvidence } from './use-evidence.ts';
import { useGrounds } from './use-grounds.ts';
import { useNotes } from './use-notes.ts';
import { usePeopleKey } from './use-people-key.ts';

export function OneCase({ caseId }: { caseId: string }) {
  const { t } = useI18n();
  const query = useQuery(caseQuery(caseId));
  const page = query.data;
  const claim = useClaim(caseId, page);
  const evidence = useEvidence(caseId);
  useEndWithClaim(claim.mine, evidence);
  const answers = usePictureAnswers(caseId);
  const [asking, setAsking] = useState(false);
  /** The number of reports that the person has seen; a decision is made on these. */
  const [seenCount, setSeenCount] = useState<number | null>(null);
  const count = page?.summary.reportCount ?? 0;
  const seen = seenCount ?? count;
  const changed = page !== undefined && page.summary.state === 'open' && count !== seen;
  const grounds = useGrounds(page, evidence.open);
  const decision = useDecision(page, caseId, seen, grounds, evidence.end);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const notes = useNotes(page, claim.mine);
  const people = usePeopleKey(page);

  useEffect(() => {
    if (page !== undefined) setSeenCount((old) => old ?? page.summary.reportCount);
  }, [page]);
  useEffect(() => {
    if (page !== undefined) document.title = `${page.summary.number} · Wellhouse`;
  }, [page]);

  const acknowledge = (): void => {
    setSeenCount(count);
    // What came along belongs to what is decided about: the evidence is read anew.
    if (evidence.open !== null) void evidence.begin('review', claim.mine ? null : t('evidence.reopened'));
  };
  useCaseActions({ page, claim, evidence, answers, decision, changed, acknowledge, setAsking, reasonField });

  if (page === undefined) {
    return query.error === null ? (
      <Waiting lines={10} />
    ) : (
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <CareKindContext value={careKindOf(page.summary.category)}>
      <div className="case">
        <CaseHead page={page} mine={claim.mine} holder={claim.holder} viewers={claim.viewers} />
        {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
        {claim.error !== null && <ProblemNote error={claim.error} title={t('claim.failed')} />}
        {changed && (
          <Note tone="warning">
            <p className="note-title">{t('case.changed', { count: count - seen })}</p>
            <p>{t('case.changedText')}</p>
            <ActionButton action="case.acknowledge" />
          </Note>
        )}
        <div className="case-columns">
          <div className="case-side">
            <PicturesPanel page={page} evidence={evidence} answers={answers} mine={claim.mine} />
            <RestingContext value={page.summary.state === 'open' && claim.mine ? restingOf(decision) : null}>
              <EvidencePanel page={page} evidence={evidence} mine={claim.mine} asking={asking} onAsk={setAsking} />
            </RestingContext>
            <Later atOnce={notes.asked.times > 0}>
              <NotesPanel page={page} mine={claim.mine} notes={notes} />
              <TimelinePanel page={page} />
            </Later>
          </div>
          <div className="case-side case-right">
            <ReportsPanel page={page} />
            <UnfoundedPanel page={page} />
            <DecisionPanel page={page} mine={claim.mine} decision={decision} reasonField={reasonField} />
            <Later atOnce={people.times > 0}>
              <RelatedPanel caseId={caseId} />
              <PeoplePanel page={page} asked={people} viewId={evidence.open?.view.viewId ?? null} />
            </Later>
          </div>
        </div>
      </div>
    </CareKindContext>
  );
}

function restingOf({ ticked, rest }: DecisionState): Resting {
  const ids = new Set(ticked.map(({ id }) => id));
  const toggle = (id: string): void => rest(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id]);
  return { ticked: ids, toggle };
}
