import type { CasePage, Proposal, ProposalReason } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';

/** What the policy's ladder proposes, and why. The person takes it or departs from it. */
export function ProposalNote({ page, proposal, taken }: { page: CasePage; proposal: Proposal; taken: boolean }) {
  const { t } = useI18n();
  const words = useProposalWords();
  const policy = page.suggestedPolicies.find((one) => one.policyId === proposal.policyId);
  return (
    <div className="proposal" data-taken={taken}>
      <p className="proposal-head">
        <span className="muted">{t('propose.title')}</span> <strong>{words.action(proposal)}</strong>
        {policy !== undefined && (
          <span className="muted">
            {' · '}
            <bdi>{policy.title}</bdi>
          </span>
        )}
      </p>
      <ul className="plain-list proposal-why">
        {proposal.why.map((one) => (
          <li key={one.code}>{words.reason(one)}</li>
        ))}
      </ul>
      <ActionButton action="decide.take" quietReason />
    </div>
  );
}

export function useProposalWords() {
  const { t } = useI18n();
  return {
    action: ({ action, days }: Pick<Proposal, 'action' | 'days'>): string =>
      days === null ? t(`decision.${action}`) : t('propose.forDays', { action: t(`decision.${action}`), count: days }),
    reason: (why: ProposalReason): string => {
      switch (why.code) {
        case 'strikes':
          return t('propose.why.strikes', { count: why.count });
        case 'severity':
          return t('propose.why.severity', { severity: why.severity });
        case 'first':
          return t('propose.why.first');
        case 'only-asserted':
          return t('propose.why.onlyAsserted', { action: t(`decision.${why.instead}`) });
        case 'group':
          return t('propose.why.group', { action: t(`decision.${why.instead}`) });
        case 'no-step':
          return t('propose.why.noStep');
        default:
          return why satisfies never;
      }
    },
  };
}
