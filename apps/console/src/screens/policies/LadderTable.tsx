import type { LadderStep, StrikeRule } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useProposalWords } from '../case/ProposalNote.tsx';

/** What is proposed from how many strikes and which severity on. */
export function LadderTable({ ladder, rule }: { ladder: readonly LadderStep[]; rule: StrikeRule }) {
  const { t, number } = useI18n();
  const words = useProposalWords();
  return (
    <>
      <table className="ladder-table">
        <caption>{t('policies.ladder')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('policies.fromStrikes')}</th>
            <th scope="col">{t('policies.fromSeverity')}</th>
            <th scope="col">{t('policies.proposed')}</th>
          </tr>
        </thead>
        <tbody>
          {ladder.map((step) => (
            <tr key={`${step.fromStrikes} ${step.fromSeverity} ${step.action}`}>
              <td>{number(step.fromStrikes)}</td>
              <td>{number(step.fromSeverity)}</td>
              <td>{words.action(step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {rule.days === null
          ? t('policies.ruleForGood', { count: rule.weight })
          : t('policies.rule', { count: rule.weight, days: rule.days })}
      </p>
    </>
  );
}
