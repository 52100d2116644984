import { Link, useNavigate } from '@tanstack/react-router';
import type { MeasureHearingPage } from '@wellhouse/protocol';
import { type RefObject, useRef } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { DueClock } from '../../ui/Badges.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { Ladder } from '../../ui/Ladder.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useFocusOnProblem } from '../../ui/use-focus-on-problem.ts';
import { languageIn } from '../../words/language-name.ts';
import { MisuseCriteria } from '../misuse/MisuseCriteria.tsx';
import { MeasureHurdle } from './MeasureHearings.tsx';
import { type MeasureAnswer, useMeasureAnswer } from './use-measure-answer.ts';

/** A warning or a pause, what its account writes about it, the four criteria and what they count, and the outcome. */
export function OneMeasureHearing({ page }: { page: MeasureHearingPage }) {
  const { t, dateTime, date, locale } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const { summary, heard } = page;
  const { measure } = summary;
  const answer = useMeasureAnswer(page);
  const reason = useRef<HTMLTextAreaElement>(null);
  const hearable = () => {
    if (!can('appeal.decide') || heard !== null) return false;
    return summary.own ? { reason: t('measures.own') } : true;
  };
  useActions([
    ...page.outcomes.map((id, index) => ({
      id: `measure.${id}`,
      title: t('action.choose', { action: t(`measures.outcome.${id}`) }),
      group: 'appeals' as const,
      keys: [String(index + 1)],
      when: hearable,
      run: () => answer.change({ outcome: id }),
    })),
    {
      id: 'measure.reason',
      title: t('action.hearing.reason'),
      group: 'appeals',
      keys: ['w'],
      when: hearable,
      run: () => reason.current?.focus(),
    },
    {
      id: 'measure.decide',
      title: t('action.hearing.decide'),
      group: 'appeals',
      keys: ['Mod+Enter'],
      whileTyping: true,
      when: hearable,
      run: answer.decide,
    },
    {
      id: 'measure.back',
      title: t('action.appeals.back'),
      group: 'appeals',
      keys: ['u'],
      when: () => true,
      run: () => void navigate({ to: '/appeals' }),
    },
  ]);
  return (
    <div className="case">
      <PageHead title={t('hearing.title', { reference: summary.reference })} />
      <p className="hearing-facts">
        {summary.state === 'open' && <DueClock dueAt={summary.dueAt} state="open" />}
        <strong>{t(`misuse.measure.${measure.kind}`)}</strong>
        <span>{t(`misuse.of.${measure.of}`)}</span>
        <bdi>{summary.accountId}</bdi>
      </p>
      <MeasureHurdle hearing={summary} />
      <div className="case-columns">
        <div className="case-side">
          <section className="panel" aria-labelledby="measure-words">
            <div className="panel-head">
              <h2 id="measure-words">{t('hearing.words')}</h2>
            </div>
            <blockquote className="statement" dir="auto">
              {page.statement}
            </blockquote>
            <p className="hearing-facts muted">
              <time dateTime={summary.receivedAt}>{dateTime(summary.receivedAt)}</time>
              <span>{languageIn(page.locale, locale)}</span>
            </p>
          </section>
          <section className="panel stack" aria-labelledby="measure-criteria">
            <h2 id="measure-criteria">{t('measures.criteria')}</h2>
            <h3>{t('measures.then')}</h3>
            <MisuseCriteria figures={measure.figures} />
            <h3>{t(heard === null ? 'measures.now' : 'measures.heardThen')}</h3>
            <MisuseCriteria figures={heard?.figures ?? page.figures} />
            {page.marks.length > 0 && <Marks marks={page.marks} />}
          </section>
        </div>
        <div className="case-side case-right">
          <section className="panel" aria-labelledby="measure-decision">
            <div className="panel-head">
              <h2 id="measure-decision">{t('hearing.decision')}</h2>
            </div>
            <p className="hearing-facts">
              <strong>{t(`misuse.measure.${measure.kind}`)}</strong>
              <time dateTime={measure.at}>{dateTime(measure.at)}</time>
              <span>{t('misuse.until', { date: date(measure.until) })}</span>
              <bdi className="muted">{measure.by}</bdi>
            </p>
            <blockquote className="statement" dir="auto">
              {measure.reason}
            </blockquote>
            {measure.ended !== null && (
              <p className="muted">{t('misuse.ended', { name: measure.ended.by, reason: measure.ended.reason })}</p>
            )}
          </section>
          {heard === null ? (
            hearable() === true && <AnswerForm page={page} answer={answer} reason={reason} />
          ) : (
            <section className="panel heard" aria-labelledby="measure-outcome">
              <div className="panel-head">
                <h2 id="measure-outcome">{t(`measures.outcome.${heard.outcome}`)}</h2>
              </div>
              <p className="muted">
                {t('hearing.heardBy', { name: heard.by.name })} · <time dateTime={heard.at}>{dateTime(heard.at)}</time>
              </p>
              <blockquote className="statement" dir="auto">
                {heard.reason}
              </blockquote>
            </section>
          )}
        </div>
      </div>
    </div>
  );
}

function Marks({ marks }: { marks: MeasureHearingPage['marks'] }) {
  const { t, dateTime } = useI18n();
  return (
    <>
      <h3>{t('measures.marks')}</h3>
      <ul className="plain-list misuse-measures">
        {marks.map((mark) => (
          <li key={`${mark.caseId} ${mark.at}`}>
            <p className="hearing-facts">
              <Link to="/cases/$caseId" params={{ caseId: mark.caseId }}>
                {mark.caseNumber}
              </Link>
              <span className="badge">{t(`unfounded.gravity.${mark.gravity}`)}</span>
              <span className="badge">{t(`unfounded.intention.${mark.intention}`)}</span>
              <bdi className="muted">{mark.by}</bdi>
              <time className="muted" dateTime={mark.at}>
                {dateTime(mark.at)}
              </time>
            </p>
            <blockquote className="statement" dir="auto">
              {mark.reason}
            </blockquote>
          </li>
        ))}
      </ul>
    </>
  );
}

function AnswerForm({
  page,
  answer,
  reason,
}: {
  page: MeasureHearingPage;
  answer: MeasureAnswer;
  reason: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t, locale } = useI18n();
  const { draft, missing, change } = answer;
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, answer.tries, missing.length > 0);
  return (
    <section className="panel" aria-labelledby="measure-outcome">
      <div className="panel-head">
        <h2 id="measure-outcome">{t('hearing.outcome')}</h2>
      </div>
      <form
        ref={form}
        className="stack hearing-form"
        onSubmit={(event) => {
          event.preventDefault();
          answer.decide();
        }}
      >
        <Ladder
          label={t('hearing.outcome')}
          labelHidden
          rungs={page.outcomes.map((id) => ({
            id,
            title: t(`measures.outcome.${id}`),
            hint: t(`measures.outcome.${id}.meaning`),
            action: `measure.${id}`,
          }))}
          value={draft.outcome}
          onChange={(outcome) => change({ outcome })}
          error={missing.includes('outcome') ? t('hearing.missing.outcome') : null}
        />
        <TextArea
          label={t('hearing.reason.person')}
          value={draft.reason}
          onChange={(words) => change({ reason: words })}
          hint={t('measures.reasonHint', { language: languageIn(page.locale, locale) })}
          error={missing.includes('reason') ? t('hearing.missing.reason') : null}
          maxLength={5_000}
          rows={4}
          required
          inputRef={reason}
        />
        {answer.error !== null && <ProblemNote error={answer.error} />}
        <ActionButton action="measure.decide" look="primary" />
      </form>
    </section>
  );
}
