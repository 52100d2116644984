import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { HearingPage } from '@wellhouse/protocol';
import { useRef } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { caseQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { DueClock, PriorityBadge } from '../../ui/Badges.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { EvidencePanel } from '../case/EvidencePanel.tsx';
import { useEndWithClaim } from '../case/use-end-with-claim.ts';
import { useEvidence } from '../case/use-evidence.ts';
import { AppealWords } from './AppealWords.tsx';
import { HeardPanel } from './HeardPanel.tsx';
import { HearingForm } from './HearingForm.tsx';
import { AppealParties, HearingHurdle } from './HearingRow.tsx';
import { useHearingClaim } from './use-hearing-claim.ts';
import { useOutcome } from './use-outcome.ts';

/** What was decided and why, what those who appeal write, the evidence as always, and the outcome. */
export function OneHearing({ page }: { page: HearingPage }) {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const label = useCategoryLabel();
  const { summary } = page;
  const claim = useHearingClaim(page);
  const outcome = useOutcome(page);
  const evidence = useEvidence(summary.caseId);
  useEndWithClaim(claim.mine, evidence);
  const file = useQuery({ ...caseQuery(summary.caseId), enabled: can('case.read') });
  const reasons = useRef<HTMLTextAreaElement>(null);
  const claimable = () => {
    if (!can('appeal.decide') || summary.state !== 'open' || claim.mine) return false;
    if (summary.notHearer !== null) return { reason: t(`appeals.notHearer.${summary.notHearer}`) };
    return summary.claim === null ? true : { reason: t('appeals.heldBy', { name: summary.claim.name }) };
  };
  const evidenceOpen = evidence.open !== null;
  useActions([
    {
      id: 'hearing.claim',
      title: t('action.hearing.claim'),
      group: 'appeals',
      keys: ['c'],
      when: claimable,
      run: claim.claim,
    },
    {
      id: 'hearing.release',
      title: t('action.hearing.release'),
      group: 'appeals',
      keys: ['Shift+c'],
      when: () => claim.mine,
      run: claim.release,
    },
    {
      id: 'hearing.back',
      title: t('action.appeals.back'),
      group: 'appeals',
      keys: ['u'],
      when: () => true,
      run: () => void navigate({ to: '/appeals' }),
    },
    {
      id: 'evidence.toggle',
      title: evidenceOpen ? t('action.evidence.close') : t('action.evidence.open'),
      group: 'evidence',
      keys: ['e'],
      when: () => can('evidence.view') && claim.mine && !evidence.opening,
      run: () => (evidenceOpen ? evidence.end() : void evidence.begin('appeal', summary.reference)),
    },
    ...page.outcomes.map((id, index) => ({
      id: `hearing.${id}`,
      title: t('action.choose', { action: t(`hearing.outcome.${id}`) }),
      group: 'appeals' as const,
      keys: [String(index + 1)],
      when: () => claim.mine,
      run: () => outcome.change({ outcome: id }),
    })),
    {
      id: 'hearing.reason',
      title: t('action.hearing.reason'),
      group: 'appeals',
      keys: ['w'],
      when: () => claim.mine && outcome.told.length > 0,
      run: () => reasons.current?.focus(),
    },
    {
      id: 'hearing.decide',
      title: t('action.hearing.decide'),
      group: 'appeals',
      keys: ['Mod+Enter'],
      whileTyping: true,
      when: () => claim.mine,
      run: outcome.decide,
    },
  ]);

  return (
    <div className="case">
      <PageHead title={t('hearing.title', { reference: summary.reference })}>
        <ActionButton action="hearing.claim" look="primary" icon="hand" />
        <ActionButton action="hearing.release" />
      </PageHead>
      <p className="hearing-facts">
        <PriorityBadge priority={summary.priority} />
        {summary.state === 'open' && <DueClock dueAt={summary.dueAt} state="open" />}
        <span>{label(summary)}</span>
        <AppealParties hearing={summary} />
        <Link to="/cases/$caseId" params={{ caseId: summary.caseId }}>
          {t('hearing.openCase', { number: summary.caseNumber })}
        </Link>
      </p>
      <HearingHurdle hearing={summary} />
      {claim.error !== null && <ProblemNote error={claim.error} title={t('claim.failed')} />}
      <div className="case-columns">
        <div className="case-side">
          <section className="panel" aria-labelledby="hearing-words">
            <div className="panel-head">
              <h2 id="hearing-words">{t('hearing.words')}</h2>
            </div>
            <AppealWords appeals={page.appeals} />
          </section>
          {file.error !== null && <ProblemNote error={file.error} title={t('evidence.failed')} />}
          {file.data !== undefined && (
            <EvidencePanel page={file.data} evidence={evidence} mine asking={false} onAsk={() => {}} />
          )}
        </div>
        <div className="case-side case-right">
          <section className="panel" aria-labelledby="hearing-decision">
            <div className="panel-head">
              <h2 id="hearing-decision">{t('hearing.decision')}</h2>
            </div>
            <DecisionCard decision={summary.decision} />
          </section>
          {page.heard === null ? (
            <HearingForm page={page} mine={claim.mine} outcome={outcome} reasonField={reasons} />
          ) : (
            <HeardPanel heard={page.heard} />
          )}
        </div>
      </div>
    </div>
  );
}
