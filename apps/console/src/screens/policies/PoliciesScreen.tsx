import { useQuery } from '@tanstack/react-query';
import type { PolicyVersion } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { policyVersionsQuery } from '../../api/decision-queries.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { AnswerPolicyDialog } from './AnswerPolicyDialog.tsx';
import { EndPolicyDialog } from './EndPolicyDialog.tsx';
import { OnePolicy } from './OnePolicy.tsx';
import { ProposePolicyDialog } from './ProposePolicyDialog.tsx';
import { currentOf } from './policy-diff.ts';

export function PoliciesScreen() {
  return useCan()('case.read') ? <Policies /> : <Denied permission="case.read" />;
}

export type PolicyStep =
  | { readonly kind: 'propose'; readonly from: PolicyVersion | null }
  | { readonly kind: 'end'; readonly version: PolicyVersion }
  | { readonly kind: 'approve' | 'refuse'; readonly version: PolicyVersion };

/** Every policy as it reads now, what it was before, and what is proposed for it. */
function Policies() {
  const { t } = useI18n();
  const can = useCan();
  const { staff } = useMe();
  const query = useQuery(policyVersionsQuery);
  const [step, setStep] = useState<PolicyStep | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const byPolicy = Map.groupBy(query.data ?? [], (one) => one.policyId);
  const chosen = cursor === null ? undefined : byPolicy.get(cursor);
  const proposal = chosen?.find((one) => one.state === 'proposed');
  const ending = chosen?.find((one) => one.state === 'in-force' && !one.ends);
  const answerable = () => {
    if (!can('policy.approve') || proposal === undefined) return false;
    return proposal.proposedBy?.staffId === staff.staffId ? { reason: t('policies.own') } : true;
  };
  const group = 'decide' as const;
  useActions([
    {
      id: 'policies.down',
      title: t('action.policies.down'),
      group,
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => byPolicy.size > 0,
      run: () => move(1),
    },
    {
      id: 'policies.up',
      title: t('action.policies.up'),
      group,
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => byPolicy.size > 0,
      run: () => move(-1),
    },
    {
      id: 'policies.open',
      title: t('action.policies.open'),
      group,
      keys: ['o'],
      when: () => cursor !== null,
      run: () => setOpen(open === cursor ? null : cursor),
    },
    {
      id: 'policies.propose',
      title: t('policies.propose'),
      group,
      keys: ['e'],
      when: () => can('policy.propose') && chosen !== undefined && proposal === undefined,
      run: () => setStep({ kind: 'propose', from: (chosen && currentOf(chosen)) ?? null }),
    },
    {
      id: 'policies.end',
      title: t('policies.end'),
      group,
      keys: ['Shift+e'],
      when: () => can('policy.propose') && ending !== undefined && proposal === undefined,
      run: () => ending !== undefined && setStep({ kind: 'end', version: ending }),
    },
    {
      id: 'policies.new',
      title: t('policies.new'),
      group,
      keys: ['Shift+n'],
      when: () => can('policy.propose'),
      run: () => setStep({ kind: 'propose', from: null }),
    },
    {
      id: 'policies.approve',
      title: t('held.approve'),
      group,
      keys: ['a'],
      when: answerable,
      run: () => proposal !== undefined && setStep({ kind: 'approve', version: proposal }),
    },
    {
      id: 'policies.refuse',
      title: t('held.refuse'),
      group,
      keys: ['x'],
      when: answerable,
      run: () => proposal !== undefined && setStep({ kind: 'refuse', version: proposal }),
    },
  ]);
  return (
    <div className="page page-narrow">
      <PageHead title={t('policies.title')} lead={t('policies.lead')}>
        <ActionButton action="policies.new" icon="note" />
      </PageHead>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={8} />}
      {query.data?.length === 0 && <Empty icon="note" title={t('policies.none')} />}
      <ul className="plain-list held-list" ref={list} onFocus={onFocus}>
        {[...byPolicy].map(([policyId, versions]) => (
          <li key={policyId} data-item={policyId} data-cursor={policyId === cursor} tabIndex={-1}>
            <OnePolicy
              versions={versions}
              open={open === policyId}
              onOpen={(shown) => setOpen(shown ? policyId : null)}
              onStep={setStep}
            />
          </li>
        ))}
      </ul>
      {step?.kind === 'propose' && <ProposePolicyDialog from={step.from} onClose={() => setStep(null)} />}
      {step?.kind === 'end' && <EndPolicyDialog version={step.version} onClose={() => setStep(null)} />}
      {(step?.kind === 'approve' || step?.kind === 'refuse') && (
        <AnswerPolicyDialog version={step.version} answer={step.kind} onClose={() => setStep(null)} />
      )}
    </div>
  );
}
