import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { CaseState } from '@wellhouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { casesQuery } from '../../api/queries.ts';
import { queuesQuery } from '../../api/queue-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { CaseListView } from './CaseListView.tsx';
import { DeskPanel } from './DeskPanel.tsx';
import { QueueChoice } from './QueueChoice.tsx';
import { QueueSearch } from './QueueSearch.tsx';
import { useQueueActions } from './use-queue-actions.ts';

const route = getRouteApi('/house/queue');
const states: readonly CaseState[] = ['open', 'held', 'decided'];

export function QueueScreen() {
  return useCan()('queue.read') ? <Queue /> : <Denied permission="queue.read" />;
}

function Queue() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { state = 'open', search = '', queue } = route.useSearch();
  const query = useInfiniteQuery(casesQuery(state, search, queue));
  const queues = useQuery(queuesQuery).data ?? [];
  const cases = query.data?.pages.flatMap((page) => page.cases) ?? [];
  const openCount = query.data?.pages[0]?.openCount;
  const kept = queue === undefined ? {} : { queue };
  const [cursor, setCursor] = useState<string | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useQueueActions({ cases, cursor, setCursor, searchField, refresh: () => void query.refetch() });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its top
  useEffect(() => setCursor(null), [state, search, queue]);

  return (
    <div className="page">
      <PageHead
        title={t('queue.title')}
        lead={openCount === undefined ? undefined : t('queue.lead', { count: openCount })}
      >
        <ActionButton action="queue.claimNext" look="primary" icon="next" />
      </PageHead>
      <DeskPanel />
      <div className="queue-bar">
        <Segments
          label={t('queue.show')}
          hideLabel
          value={state}
          onChange={(next) =>
            void navigate({ to: '/queue', search: { ...kept, state: next, ...(search === '' ? {} : { search }) } })
          }
          choices={states.map((id) => ({ id, title: t(id === 'held' ? 'nav.held' : `state.${id}`) }))}
        />
        {queues.length > 1 && (
          <QueueChoice
            queues={queues}
            value={queue ?? null}
            onChange={(next) =>
              void navigate({
                to: '/queue',
                search: { state, ...(search === '' ? {} : { search }), ...(next === null ? {} : { queue: next }) },
              })
            }
          />
        )}
        <QueueSearch
          key={search}
          value={search}
          inputRef={searchField}
          onSearch={(text) =>
            void navigate({ to: '/queue', search: { ...kept, state, ...(text === '' ? {} : { search: text }) } })
          }
        />
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending ? (
        <Waiting lines={8} />
      ) : cases.length === 0 ? (
        query.error === null && (
          <Empty icon="check" title={search === '' ? t(`queue.empty.${state}`) : t('queue.empty.search')}>
            <p className="muted">{search === '' ? t('queue.empty.hint') : <bdi>{search}</bdi>}</p>
          </Empty>
        )
      ) : (
        <CaseListView
          cases={cases}
          cursor={cursor}
          onCursor={setCursor}
          hasMore={query.hasNextPage}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
        />
      )}
    </div>
  );
}
