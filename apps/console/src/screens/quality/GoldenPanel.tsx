import { useMutation, useQuery } from '@tanstack/react-query';
import type { GoldenCase } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { goldenQuery } from '../../api/quality-queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { ActionButton } from '../../ui/Button.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { GoldenDialog } from './GoldenDialog.tsx';

type Answering = { goldenId: string; answer: 'agree' | 'refuse' };

const refresh = () => queryClient.invalidateQueries({ queryKey: goldenQuery.queryKey });

/** Invented cases with an answer: one lead proposes, another one agrees. */
export function GoldenPanel() {
  const { t } = useI18n();
  const me = useMe();
  const query = useQuery(goldenQuery);
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const [adding, setAdding] = useState(false);
  const [answering, setAnswering] = useState<Answering | null>(null);
  const golden = query.data ?? [];
  const chosen = golden.find((one) => one.goldenId === cursor);
  const retire = useMutation({
    mutationFn: (goldenId: string) => call('retireGoldenCase', { params: { goldenId } }),
    onSuccess: refresh,
  });
  const answerable = () => {
    if (chosen?.state !== 'proposed') return { reason: t('quality.choose') };
    return chosen.proposedBy.staffId === me.staff.staffId ? { reason: t('quality.ownGolden') } : true;
  };
  const ask = (answer: Answering['answer']) => () => {
    if (chosen !== undefined) setAnswering({ goldenId: chosen.goldenId, answer });
  };
  useActions([
    {
      id: 'quality.down',
      title: t('quality.down'),
      group: 'quality',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => golden.length > 0,
      run: () => move(1),
    },
    {
      id: 'quality.up',
      title: t('quality.up'),
      group: 'quality',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => golden.length > 0,
      run: () => move(-1),
    },
    {
      id: 'quality.golden.add',
      title: t('quality.golden.add'),
      group: 'quality',
      keys: ['p'],
      when: () => true,
      run: () => setAdding(true),
    },
    {
      id: 'quality.golden.agree',
      title: t('quality.golden.agree'),
      group: 'quality',
      keys: ['a'],
      when: answerable,
      run: ask('agree'),
    },
    {
      id: 'quality.golden.refuse',
      title: t('quality.golden.refuse'),
      group: 'quality',
      keys: ['x'],
      when: answerable,
      run: ask('refuse'),
    },
    {
      id: 'quality.golden.retire',
      title: t('quality.golden.retire'),
      group: 'quality',
      keys: ['Shift+x'],
      when: () => (chosen?.state === 'agreed' ? true : { reason: t('quality.choose') }),
      run: () => chosen !== undefined && retire.mutate(chosen.goldenId),
    },
  ]);
  return (
    <section className="quality-golden" aria-labelledby="golden-title">
      <div className="panel-head">
        <h2 id="golden-title">{t('quality.goldenCases')}</h2>
        <ActionButton action="quality.golden.add" />
      </div>
      <p className="muted">{t('quality.goldenLead')}</p>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {retire.error !== null && <ProblemNote error={retire.error} />}
      {query.isPending && query.error === null && <Waiting lines={4} />}
      {query.data?.length === 0 && <Empty icon="note" title={t('quality.noGolden')} />}
      <ul className="plain-list quality-results" ref={list} onFocus={onFocus}>
        {golden.map((one) => (
          <li key={one.goldenId} data-item={one.goldenId} data-cursor={one.goldenId === cursor} tabIndex={-1}>
            <GoldenCard golden={one} />
            {answering?.goldenId === one.goldenId && (
              <AnswerGolden answering={answering} onDone={() => setAnswering(null)} />
            )}
          </li>
        ))}
      </ul>
      {adding && <GoldenDialog onClose={() => setAdding(false)} onAdded={() => void refresh()} />}
    </section>
  );
}

function GoldenCard({ golden }: { golden: GoldenCase }) {
  const { t } = useI18n();
  const category = useCategoryLabel();
  return (
    <article className="quality-result">
      <header className="quality-result-head">
        <h3>{category(golden)}</h3>
        <span className="badge" data-golden={golden.state}>
          {t(`quality.golden.${golden.state}`)}
        </span>
        <span className="muted">
          <bdi>{golden.proposedBy.name}</bdi>
          {golden.answeredBy !== null && (
            <>
              {' · '}
              <bdi>{golden.answeredBy.name}</bdi>
            </>
          )}
        </span>
        {golden.answered > 0 && (
          <span>{t('quality.goldenShown', { count: golden.answered, same: golden.sameAction })}</span>
        )}
      </header>
      <ol className="plain-list golden-messages">
        {golden.messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a golden case never change
          <li key={index} data-reported={message.reported}>
            <span className="muted">{t(`quality.from.${message.from}`)}</span> <bdi>{message.text}</bdi>
          </li>
        ))}
      </ol>
      <p>
        <strong>{t(`decision.${golden.action}`)}</strong>
        {golden.policyId !== null && <code> {golden.policyId}</code>}
      </p>
      <blockquote className="statement" dir="auto">
        {golden.reasoning}
      </blockquote>
    </article>
  );
}

function AnswerGolden({ answering, onDone }: { answering: Answering; onDone: () => void }) {
  const { t } = useI18n();
  const { goldenId, answer } = answering;
  const send = useMutation({
    mutationFn: (reason: string) => call('answerGoldenCase', { params: { goldenId }, body: { answer, reason } }),
    onSuccess: async () => {
      await refresh();
      onDone();
    },
  });
  return (
    <ReasonForm
      label={t('quality.note')}
      hint={t('quality.goldenReason')}
      submit={t(`quality.golden.${answer}`)}
      pending={send.isPending}
      error={send.error}
      onSubmit={(reason) => send.mutate(reason)}
      onCancel={onDone}
    />
  );
}
