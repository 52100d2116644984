import type { CasePage } from '@wellhouse/protocol';
import type { RefObject } from 'react';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { AccountRecord } from './AccountRecord.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { TakeBack } from './TakeBack.tsx';
import { Together } from './Together.tsx';
import type { DecisionState } from './use-decision.ts';

export function DecisionPanel({
  page,
  mine,
  decision,
  reasonField,
}: {
  page: CasePage;
  mine: boolean;
  decision: DecisionState;
  reasonField: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t } = useI18n();
  const can = useCan();
  const { state } = page.summary;
  return (
    <section className="panel decide" aria-labelledby="decide-title" id="decide">
      <div className="panel-head">
        <h2 id="decide-title">{t('decide.title')}</h2>
      </div>
      <AccountRecord caseId={page.summary.caseId} />
      {page.decisions.map((made) => (
        <DecisionCard key={made.decisionId} decision={made}>
          <TakeBack decision={made} number={page.summary.number} />
        </DecisionCard>
      ))}
      {state === 'held' && <p className="muted">{t('decide.held')}</p>}
      {state === 'open' && !can('decision.make') && <p className="muted">{t('decide.denied')}</p>}
      {state === 'open' && can('decision.make') && !mine && (
        <div className="decide-locked">
          <p className="muted">{t('decide.claimFirst')}</p>
          <ActionButton action="case.claim" look="primary" icon="hand" />
        </div>
      )}
      {state === 'open' && can('decision.make') && mine && (
        <DecisionForm page={page} decision={decision} reasonField={reasonField} />
      )}
      <Together page={page} />
      {state !== 'open' && <ActionButton action="case.next" look="primary" icon="next" />}
    </section>
  );
}
