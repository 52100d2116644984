import type { QualityReview } from '@wellhouse/protocol';
import { type RefObject, useRef } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Select, TextArea } from '../../ui/Fields.tsx';
import { useFocusOnProblem } from '../../ui/use-focus-on-problem.ts';
import { ActionLadder } from '../case/ActionLadder.tsx';
import type { ActionFacts } from '../case/action-rules.ts';
import { type ReviewDraft, type ReviewProblem, shortestJudgement } from './review-draft.ts';

/** What the second reviewer would have decided, in the words of the first one's form; nothing is proposed. */
export function ReviewForm({
  review,
  facts,
  draft,
  change,
  problems,
  tries,
  reasonField,
}: {
  review: QualityReview;
  facts: ActionFacts;
  draft: ReviewDraft;
  change: (part: Partial<ReviewDraft>) => void;
  problems: readonly ReviewProblem[];
  /** How often somebody has tried to answer. */
  tries: number;
  reasonField: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t } = useI18n();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, tries, problems.length > 0);
  const choiceOf = (policy: QualityReview['policies'][number]) => ({
    id: policy.policyId,
    title: policy.title,
    text: policy.summary,
  });
  const isMeant = (policy: QualityReview['policies'][number]) => policy.categories.includes(review.category);
  return (
    <form ref={form} className="stack decide-form review-form" onSubmit={(event) => event.preventDefault()}>
      <ActionLadder
        facts={facts}
        value={draft.action}
        onChange={(action) => change({ action })}
        invalid={problems.includes('action')}
      />
      {draft.action !== 'no-action' && (
        <Select
          label={t('decide.policy')}
          value={draft.policyId}
          onChange={(policyId) => change({ policyId })}
          placeholder={t('decide.choosePolicy')}
          sections={[
            { title: t('decide.suggested'), choices: review.policies.filter(isMeant).map(choiceOf) },
            {
              title: t('decide.otherPolicies'),
              choices: review.policies.filter((one) => !isMeant(one)).map(choiceOf),
            },
          ]}
          error={problems.includes('policy') ? t('decide.missing.policy') : null}
        />
      )}
      <TextArea
        label={t('quality.reason')}
        value={draft.reason}
        onChange={(reason) => change({ reason })}
        inputRef={reasonField}
        rows={4}
        maxLength={5_000}
        hint={t('quality.reasonHint')}
        error={problems.includes('reason') ? t('decide.missing.reason', { count: shortestJudgement }) : null}
        required
      />
      <div className="button-row">
        <ActionButton action="quality.answer" look="primary" icon="check" />
      </div>
    </form>
  );
}
