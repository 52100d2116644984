import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { heldQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { HeldDecision } from './HeldDecision.tsx';

export function HeldScreen() {
  return useCan()('decision.approve') ? <Held /> : <Denied permission="decision.approve" />;
}

export interface Answering {
  decisionId: string;
  answer: 'approve' | 'refuse';
}

function Held() {
  const { t } = useI18n();
  const query = useQuery(heldQuery);
  const [answering, setAnswering] = useState<Answering | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const decisions = query.data ?? [];
  const index = decisions.findIndex((decision) => decision.decisionId === cursor);
  const chosen = decisions[index];
  const answerable = () => {
    if (chosen === undefined) return { reason: t('held.choose') };
    return chosen.notSecond === null ? true : { reason: t(`held.not.${chosen.notSecond}`) };
  };
  const approvable = () => (chosen?.notSecond === null && chosen.unread ? { reason: t('held.unread') } : answerable());
  const move = (by: number): void => {
    const at = index < 0 ? 0 : Math.min(decisions.length - 1, Math.max(0, index + by));
    const items = list.current?.querySelectorAll<HTMLElement>('[data-held]') ?? [];
    items[at]?.focus();
    items[at]?.scrollIntoView({ block: 'nearest' });
  };
  const answer = (kind: Answering['answer']): void => {
    if (chosen !== undefined) setAnswering({ decisionId: chosen.decisionId, answer: kind });
  };
  useActions([
    {
      id: 'held.down',
      title: t('action.held.down'),
      group: 'held',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => decisions.length > 0,
      run: () => move(1),
    },
    {
      id: 'held.up',
      title: t('action.held.up'),
      group: 'held',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => decisions.length > 0,
      run: () => move(-1),
    },
    {
      id: 'held.approve',
      title: t('held.approve'),
      group: 'held',
      keys: ['a'],
      when: approvable,
      run: () => answer('approve'),
    },
    {
      id: 'held.refuse',
      title: t('held.refuse'),
      group: 'held',
      keys: ['x'],
      when: answerable,
      run: () => answer('refuse'),
    },
  ]);

  return (
    <div className="page page-narrow">
      <PageHead title={t('held.title')} lead={t('held.lead')} />
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {query.data?.length === 0 && <Empty icon="check" title={t('held.none')} />}
      <ul className="plain-list held-list" ref={list}>
        {decisions.map((decision) => (
          <li
            key={decision.decisionId}
            data-held
            tabIndex={-1}
            onFocus={() => setCursor(decision.decisionId)}
            data-cursor={decision.decisionId === cursor}
          >
            <HeldDecision
              decision={decision}
              answering={answering?.decisionId === decision.decisionId ? answering.answer : null}
              onAnswering={(kind) =>
                setAnswering(kind === null ? null : { decisionId: decision.decisionId, answer: kind })
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
