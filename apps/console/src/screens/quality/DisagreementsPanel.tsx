import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { QualityDisagreement, QualityOutcome } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty } from '../../ui/Waiting.tsx';
import { JudgementCard } from './Judgement.tsx';

const outcomes: readonly QualityOutcome[] = ['first-stands', 'second-right', 'policy-unclear'];

/** Where two people judged differently: to talk through, and then to say what it came to. */
export function DisagreementsPanel({ disagreements }: { disagreements: readonly QualityDisagreement[] }) {
  const { t } = useI18n();
  const can = useCan();
  const me = useMe();
  const [settling, setSettling] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const chosen = disagreements.find((one) => one.reviewId === cursor);
  const open = disagreements.filter((one) => one.settled === null);
  const settleable = () => {
    if (!can('quality.manage')) return false;
    if (chosen === undefined || chosen.settled !== null) return { reason: t('quality.choose') };
    const part = [chosen.first.by.staffId, chosen.second.by.staffId].includes(me.staff.staffId);
    return part ? { reason: t('quality.oneOfTwo') } : true;
  };
  useActions([
    {
      id: 'quality.down',
      title: t('quality.down'),
      group: 'quality',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => disagreements.length > 0,
      run: () => move(1),
    },
    {
      id: 'quality.up',
      title: t('quality.up'),
      group: 'quality',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => disagreements.length > 0,
      run: () => move(-1),
    },
    {
      id: 'quality.settle',
      title: t('quality.settle'),
      group: 'quality',
      keys: ['s'],
      when: settleable,
      run: () => setSettling(chosen?.reviewId ?? null),
    },
  ]);
  return (
    <section className="quality-talk" aria-labelledby="talk-title">
      <h2 id="talk-title">{t('quality.talk')}</h2>
      <p className="muted">{t('quality.talkLead', { count: open.length })}</p>
      {disagreements.length === 0 && <Empty icon="check" title={t('quality.noneDiffer')} />}
      <ul className="plain-list quality-results" ref={list} onFocus={onFocus}>
        {disagreements.map((one) => (
          <li key={one.reviewId} data-item={one.reviewId} data-cursor={one.reviewId === cursor} tabIndex={-1}>
            <Disagreement one={one} />
            {settling === one.reviewId && <Settle reviewId={one.reviewId} onDone={() => setSettling(null)} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Disagreement({ one }: { one: QualityDisagreement }) {
  const { t, dateTime } = useI18n();
  const category = useCategoryLabel();
  return (
    <article className="quality-result">
      <header className="quality-result-head">
        <h3>
          <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
            {one.number}
          </Link>{' '}
          {category(one)}
        </h3>
        {one.settled === null ? (
          <span className="badge">{t('quality.open')}</span>
        ) : (
          <span className="badge" data-agreed="same">
            {t(`quality.outcome.${one.settled.outcome}`)}
          </span>
        )}
        <time className="muted" dateTime={one.answeredAt}>
          {dateTime(one.answeredAt)}
        </time>
      </header>
      <div className="judgements">
        <JudgementCard title={t('quality.firstBy', { name: one.first.by.name })} judgement={one.first} />
        <JudgementCard title={t('quality.secondBy', { name: one.second.by.name })} judgement={one.second} />
      </div>
      {one.settled !== null && (
        <p>
          <bdi>{one.settled.by}</bdi>: <bdi>{one.settled.note}</bdi>
        </p>
      )}
      {one.settled?.outcome === 'second-right' && <p className="muted">{t('quality.reverseHint')}</p>}
    </article>
  );
}

function Settle({ reviewId, onDone }: { reviewId: string; onDone: () => void }) {
  const { t } = useI18n();
  const [outcome, setOutcome] = useState<QualityOutcome>('first-stands');
  const settle = useMutation({
    mutationFn: (note: string) => call('settleDisagreement', { params: { reviewId }, body: { outcome, note } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['quality', 'calibration'] });
      onDone();
    },
  });
  return (
    <ReasonForm
      label={t('quality.note')}
      hint={t('quality.noteHint')}
      submit={t('quality.settle')}
      shortest={10}
      pending={settle.isPending}
      error={settle.error}
      onSubmit={(note) => settle.mutate(note)}
      onCancel={onDone}
    >
      <Segments
        label={t('quality.outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={outcomes.map((id) => ({ id, title: t(`quality.outcome.${id}`) }))}
      />
    </ReasonForm>
  );
}
