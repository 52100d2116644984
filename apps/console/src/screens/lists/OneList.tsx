import { useQuery } from '@tanstack/react-query';
import type { ListPage as ListPageSchema } from '@wellhouse/protocol';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { listQuery, quarantineQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { ChangeCard } from './ChangeCard.tsx';
import { ChangeSettings } from './ChangeSettings.tsx';
import { EntriesPanel } from './EntriesPanel.tsx';
import { ListHead } from './ListHead.tsx';
import { MatchBar } from './MatchBar.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';
import { QuarantinePanel } from './QuarantinePanel.tsx';
import { SettingsSheet } from './SettingsSheet.tsx';
import { ShadowNote } from './ShadowNote.tsx';
import { SyncPanel } from './SyncPanel.tsx';
import { type Answering, type Proposing, useListActions } from './use-list-actions.ts';
import { VersionsPanel } from './VersionsPanel.tsx';

type ListPage = z.output<typeof ListPageSchema>;

export function OneList({ listId }: { listId: string }) {
  const query = useQuery(listQuery(listId));
  if (query.data === undefined) {
    return query.error === null ? (
      <Waiting lines={10} />
    ) : (
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return <OpenList page={query.data} error={query.error} onRetry={() => void query.refetch()} />;
}

function OpenList({ page, error, onRetry }: { page: ListPage; error: unknown; onRetry: () => void }) {
  const { t } = useI18n();
  const { list, versions } = page;
  const quarantine = useQuery(quarantineQuery(list.listId));
  const entries = quarantine.data ?? [];
  const root = useRef<HTMLElement>(null);
  const { cursor, move, onFocus } = useItemCursor(root);
  const [proposing, setProposing] = useState<Proposing | null>(null);
  const [answering, setAnswering] = useState<Answering | null>(null);
  useEffect(() => {
    document.title = `${list.settings.title} · Wellhouse`;
  }, [list.settings.title]);
  useListActions({ list, entries, cursor, move, propose: setProposing, answer: setAnswering });
  return (
    <article className="case list-page" ref={root} onFocus={onFocus}>
      <ListHead list={list} />
      {error !== null && <ProblemNote error={error} onRetry={onRetry} />}
      {list.waiting.length > 0 && (
        <section className="held-list" aria-label={t('lists.waiting.title')}>
          {list.waiting.map((change) => (
            <ChangeCard
              key={change.changeId}
              list={list}
              change={change}
              chosen={change.changeId === cursor}
              answering={answering?.item === change.changeId ? answering.answer : null}
              onAnswering={(answer) => setAnswering(answer === null ? null : { item: change.changeId, answer })}
            />
          ))}
        </section>
      )}
      <ShadowNote list={list} />
      <div className="case-columns">
        <div className="case-side">
          {(entries.length > 0 || quarantine.error !== null) && (
            <QuarantinePanel
              listId={list.listId}
              entries={entries}
              error={quarantine.error}
              cursor={cursor}
              answering={answering}
              onAnswering={setAnswering}
            />
          )}
          <section className="panel" aria-labelledby="settings-title">
            <div className="panel-head">
              <h2 id="settings-title">{t('lists.settings.title')}</h2>
            </div>
            {proposing === 'settings' ? (
              <ChangeSettings list={list} onDone={() => setProposing(null)} />
            ) : (
              <SettingsSheet settings={list.settings} />
            )}
          </section>
        </div>
        <div className="case-side">
          <section className="panel" aria-labelledby="matches-title">
            <div className="panel-head">
              <h2 id="matches-title">{t('lists.matches.title')}</h2>
            </div>
            <MatchBar list={list} large />
          </section>
          <EntriesPanel counts={list.counts} />
          <SyncPanel list={list} />
          <VersionsPanel versions={versions} />
        </div>
      </div>
      {(proposing === 'activate' || proposing === 'withdraw') && (
        <ProposeDialog list={list} kind={proposing} onClose={() => setProposing(null)} />
      )}
    </article>
  );
}
