import type { HearingPage } from '@wellhouse/protocol';
import { type RefObject, useRef } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { Select, TextArea, TextField } from '../../ui/Fields.tsx';
import { Ladder } from '../../ui/Ladder.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useFocusOnProblem } from '../../ui/use-focus-on-problem.ts';
import { languageIn } from '../../words/language-name.ts';
import { choiceOf } from './outcome-draft.ts';
import type { OutcomeState } from './use-outcome.ts';

export function HearingForm({
  page,
  mine,
  outcome: state,
  reasonField,
}: {
  page: HearingPage;
  mine: boolean;
  outcome: OutcomeState;
  reasonField: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t, locale } = useI18n();
  const { draft, missing, told, change } = state;
  const choice = choiceOf(page, draft);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, state.tries, missing.length > 0);
  const languageOf = (side: string) =>
    languageIn(page.appeals.find((appeal) => appeal.side === side)?.locale ?? locale, locale);
  return (
    <section className="panel" aria-labelledby="hearing-outcome">
      <div className="panel-head">
        <h2 id="hearing-outcome">{t('hearing.outcome')}</h2>
      </div>
      {mine ? (
        <form
          ref={form}
          className="stack hearing-form"
          onSubmit={(event) => {
            event.preventDefault();
            state.decide();
          }}
        >
          <Ladder
            label={t('hearing.outcome')}
            labelHidden
            rungs={page.outcomes.map((id) => ({
              id,
              title: t(`hearing.outcome.${id}`),
              hint: t(`hearing.outcome.${id}.meaning`),
              action: `hearing.${id}`,
            }))}
            value={draft.outcome}
            onChange={(outcome) => change({ outcome })}
            error={missing.includes('outcome') ? t('hearing.missing.outcome') : null}
          />
          {draft.outcome === 'milder' && (
            <Select
              label={t('hearing.milder')}
              value={draft.action}
              onChange={(id) => change({ action: page.milder.find(({ action }) => action === id)?.action ?? null })}
              sections={[
                {
                  title: null,
                  choices: page.milder.map(({ action }) => ({ id: action, title: t(`decision.${action}`) })),
                },
              ]}
              placeholder={t('hearing.milder')}
              error={missing.includes('action') ? t('decide.missing.action') : null}
            />
          )}
          {choice !== undefined && choice.maxDays !== null && (
            <TextField
              label={t('decide.days')}
              value={draft.days}
              onChange={(days) => change({ days: days.slice(0, 3) })}
              inputMode="numeric"
              hint={t('hearing.maxDays', { count: choice.maxDays })}
              error={missing.includes('days') ? t('decide.missing.days') : null}
              required
            />
          )}
          {told.map((side, index) => (
            <TextArea
              key={side}
              label={t(`hearing.reason.${side}`)}
              value={draft.reasons[side]}
              onChange={(words) => change({ reasons: { ...draft.reasons, [side]: words } })}
              hint={t('hearing.reasonHint', { language: languageOf(side) })}
              error={missing.includes(side) ? t('hearing.missing.reason') : null}
              maxLength={5_000}
              rows={4}
              required
              {...(index === 0 && { inputRef: reasonField })}
            />
          ))}
          {draft.outcome === 'uphold' && (
            <Checks
              label={t('hearing.unfounded')}
              value={draft.unfounded}
              onChange={(unfounded) => change({ unfounded })}
              choices={page.appeals.map(({ appealId, side, accountId }) => ({
                id: appealId,
                title: `${t(`hearing.side.${side}`)} · ${accountId}`,
              }))}
            />
          )}
          {state.error !== null && <ProblemNote error={state.error} />}
          <ActionButton action="hearing.decide" look="primary" />
        </form>
      ) : (
        <div className="decide-locked">
          <p className="muted">{t('hearing.watch')}</p>
        </div>
      )}
    </section>
  );
}
