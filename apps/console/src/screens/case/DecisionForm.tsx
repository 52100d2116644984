import { useQuery } from '@tanstack/react-query';
import type { CasePage } from '@wellhouse/protocol';
import { type RefObject, useRef } from 'react';
import { policiesQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Select, TextArea, TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { useFocusOnProblem } from '../../ui/use-focus-on-problem.ts';
import { ActionLadder } from './ActionLadder.tsx';
import { factsOf } from './action-rules.ts';
import { BeginField } from './BeginField.tsx';
import { DaysField } from './DaysField.tsx';
import { hasLength, shortestReason } from './decision-draft.ts';
import { MacroPicker } from './MacroPicker.tsx';
import { ProposalNote } from './ProposalNote.tsx';
import { RestsField } from './RestsField.tsx';
import type { DecisionState } from './use-decision.ts';

/** What was broken, what is done about it, for how long, and what the person is told. */
export function DecisionForm({
  page,
  decision,
  reasonField,
}: {
  page: CasePage;
  decision: DecisionState;
  reasonField: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t } = useI18n();
  const { draft, change, problems } = decision;
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, decision.tries, problems.length > 0);
  return (
    <form ref={form} className="stack decide-form" onSubmit={(event) => event.preventDefault()}>
      {decision.proposal !== null && (
        <ProposalNote
          page={page}
          proposal={decision.proposal}
          taken={draft.action !== null && draft.policyId === decision.proposal.policyId && !decision.departs}
        />
      )}
      <ActionLadder
        facts={decision.facts ?? factsOf(page)}
        value={draft.action}
        onChange={(action) => change({ action })}
        invalid={problems.includes('action')}
      />
      {hasLength(draft.action) && (
        <>
          <DaysField value={draft.days} onChange={(days) => change({ days })} invalid={problems.includes('days')} />
          <BeginField
            value={draft.begins}
            onChange={(begins) => change({ begins })}
            invalid={problems.includes('begins')}
          />
        </>
      )}
      {draft.action === 'ban' && (
        <Note tone="info">
          <p>{t('decide.banHeld')}</p>
        </Note>
      )}
      {draft.action !== 'no-action' && (
        <div className="policy-field">
          <PolicyField
            page={page}
            value={draft.policyId}
            onChange={(policyId) => change({ policyId })}
            error={problems.includes('policy') ? t('decide.missing.policy') : null}
          />
        </div>
      )}
      {decision.departs && (
        <div className="departed">
          <TextField
            label={t('decide.departed')}
            value={draft.departed}
            onChange={(departed) => change({ departed: departed.slice(0, 500) })}
            hint={t('decide.departedHint')}
            error={problems.includes('departed') ? t('decide.missing.departed') : null}
            required
          />
        </div>
      )}
      <RestsField decision={decision} />
      <MacroPicker decision={decision} />
      <TextArea
        label={t('decide.reason')}
        value={draft.reason}
        onChange={(reason) => change({ reason })}
        inputRef={reasonField}
        rows={5}
        maxLength={5_000}
        hint={t('decide.reasonHint')}
        error={problems.includes('reason') ? t('decide.missing.reason', { count: shortestReason }) : null}
        required
      />
      {decision.error !== null && <ProblemNote error={decision.error} title={t('decide.failed')} />}
      <div className="button-row">
        <ActionButton action="decide.submitNext" look="primary" icon="check" />
        <ActionButton action="decide.submit" />
      </div>
    </form>
  );
}

/** Policies meant for this kind of abuse come first. */
function PolicyField({
  page,
  value,
  onChange,
  error,
}: {
  page: CasePage;
  value: string | null;
  onChange: (policyId: string) => void;
  error: string | null;
}) {
  const { t } = useI18n();
  const all = useQuery(policiesQuery);
  const suggested = page.suggestedPolicies;
  const others = (all.data ?? []).filter((policy) => !suggested.some((known) => known.policyId === policy.policyId));
  const chosen = [...suggested, ...others].find((policy) => policy.policyId === value);
  const choice = (policy: (typeof suggested)[number]) => ({
    id: policy.policyId,
    title: policy.title,
    text: policy.summary,
  });
  return (
    <>
      <Select
        label={t('decide.policy')}
        value={chosen === undefined ? null : value}
        onChange={onChange}
        placeholder={t('decide.choosePolicy')}
        error={error}
        sections={[
          { title: t('decide.suggested'), choices: suggested.map(choice) },
          { title: t('decide.otherPolicies'), choices: others.map(choice) },
        ]}
      />
      {chosen !== undefined && (
        <p className="hint policy-summary">
          <bdi>{chosen.summary}</bdi> <code>{`${chosen.policyId} · ${chosen.version}`}</code>
        </p>
      )}
      {all.error !== null && <ProblemNote error={all.error} onRetry={() => void all.refetch()} />}
    </>
  );
}
