import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Macro } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { macrosQuery } from '../../api/decision-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { ActionButton, Button } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { macroText } from '../../words/fill-macro.ts';
import { useCategories } from '../lists/use-categories.ts';
import { MacroDialog } from './MacroDialog.tsx';

export function MacrosScreen() {
  return useCan()('case.read') ? <Macros /> : <Denied permission="case.read" />;
}

/** Texts of the team for reasons: whoever decides reads them here, whoever may writes them. */
function Macros() {
  const { t, locale } = useI18n();
  const may = useCan()('macro.manage');
  const client = useQueryClient();
  const query = useQuery(macrosQuery);
  const macros = query.data ?? [];
  const { label } = useCategories();
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const chosen = macros.find((one) => one.macroId === cursor);
  const retire = useMutation({
    mutationFn: ({ macroId }: Macro) => call('retireMacro', { params: { macroId } }),
    onSuccess: (_, { title }) => announce({ key: 'macros.said.retired', values: { title } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['macros'] }),
  });
  const group = 'decide' as const;
  useActions([
    {
      id: 'macros.down',
      title: t('action.macros.down'),
      group,
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => macros.length > 0,
      run: () => move(1),
    },
    {
      id: 'macros.up',
      title: t('action.macros.up'),
      group,
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => macros.length > 0,
      run: () => move(-1),
    },
    {
      id: 'macros.new',
      title: t('macros.new'),
      group,
      keys: ['Shift+n'],
      when: () => may,
      run: () => setEditing('new'),
    },
    {
      id: 'macros.edit',
      title: t('macros.edit'),
      group,
      keys: ['e'],
      when: () => may && chosen !== undefined,
      run: () => chosen !== undefined && setEditing(chosen),
    },
  ]);
  return (
    <div className="page page-narrow">
      <PageHead title={t('macros.title')} lead={t('macros.lead')}>
        <ActionButton action="macros.new" icon="note" />
      </PageHead>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {retire.error !== null && <ProblemNote error={retire.error} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {query.data?.length === 0 && (
        <Empty icon="note" title={t('macros.none')}>
          <p className="muted">{t('macros.noneText')}</p>
        </Empty>
      )}
      <ul className="plain-list held-list" ref={list} onFocus={onFocus}>
        {macros.map((macro) => (
          <li key={macro.macroId} data-item={macro.macroId} data-cursor={macro.macroId === cursor} tabIndex={-1}>
            <article className="decision macro">
              <header>
                <h2 className="policy-title">
                  <bdi>{macro.title}</bdi>
                </h2>
                <span className="muted">{t(`macros.audience.${macro.audience}`)}</span>
                {macro.policyId !== null && <code>{macro.policyId}</code>}
                <span className="muted">{Object.keys(macro.texts).join(' · ')}</span>
              </header>
              <p className="macro-text" dir="auto">
                {macroText(macro, locale)}
              </p>
              {macro.categories.length > 0 && <p className="muted">{macro.categories.map(label).join(' · ')}</p>}
              {may && (
                <div className="button-row">
                  <Button icon="note" onPress={() => setEditing(macro)}>
                    {t('macros.edit')}
                  </Button>
                  <Button icon="close" onPress={() => retire.mutate(macro)} isPending={retire.isPending}>
                    {t('macros.retire')}
                  </Button>
                </div>
              )}
            </article>
          </li>
        ))}
      </ul>
      {editing !== null && <MacroDialog macro={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
