import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Availability } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { misuseQuery } from '../../api/appeal-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { AccountCard } from './AccountCard.tsx';
import { keyOf, type Step, whyNot } from './measure-rules.ts';

export function MisuseScreen() {
  return useCan()('misuse.manage') ? <Misuse /> : <Denied permission="misuse.manage" />;
}

function Misuse() {
  const { t } = useI18n();
  const query = useQuery(misuseQuery);
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const [step, setStep] = useState<{ account: string; step: Step } | null>(null);
  const accounts = query.data?.accounts ?? [];
  const chosen = accounts.find((account) => keyOf(account) === cursor);
  const available = (wanted: Step) => (): Availability => {
    if (accounts.length === 0) return false;
    if (chosen === undefined) return { reason: t('misuse.choose') };
    const why = whyNot(chosen, wanted, Date.now());
    return why === null ? true : { reason: t(why) };
  };
  const begin = (wanted: Step) => (): void => {
    if (chosen !== undefined) setStep({ account: keyOf(chosen), step: wanted });
  };
  const moving = { group: 'appeals' as const, repeats: true, when: () => accounts.length > 0 };
  useActions([
    { ...moving, id: 'misuse.down', title: t('action.misuse.down'), keys: ['j', 'ArrowDown'], run: () => move(1) },
    { ...moving, id: 'misuse.up', title: t('action.misuse.up'), keys: ['k', 'ArrowUp'], run: () => move(-1) },
    {
      id: 'misuse.warn',
      title: t('misuse.warn'),
      group: 'appeals',
      keys: ['w'],
      when: available('warn'),
      run: begin('warn'),
    },
    {
      id: 'misuse.pause',
      title: t('misuse.pause'),
      group: 'appeals',
      keys: ['p'],
      when: available('pause'),
      run: begin('pause'),
    },
  ]);

  return (
    <div className="page page-narrow">
      <PageHead
        title={t('misuse.title')}
        {...(query.data !== undefined && { lead: t('misuse.lead', { days: query.data.windowDays }) })}
      />
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {query.data !== undefined && accounts.length === 0 && <Empty icon="check" title={t('misuse.none')} />}
      <ul className="plain-list misuse-list" ref={list} onFocus={onFocus}>
        {accounts.map((account) => {
          const key = keyOf(account);
          return (
            <li key={key} className="misuse-account" data-item={key} tabIndex={-1} data-cursor={key === cursor}>
              <AccountCard
                account={account}
                step={step?.account === key ? step.step : null}
                onStep={(next) => setStep(next === null ? null : { account: key, step: next })}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
