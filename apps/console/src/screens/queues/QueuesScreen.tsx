import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { pagingQuery, queuePlanQuery } from '../../api/queue-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { CallsPanel } from './CallsPanel.tsx';
import { DutyPanel } from './DutyPanel.tsx';
import { PlanEditor } from './PlanEditor.tsx';
import { SkillsPanel } from './SkillsPanel.tsx';
import { UntakenNote } from './UntakenNote.tsx';

const tabs = ['plan', 'people', 'calls'] as const;
type Tab = (typeof tabs)[number];

export function QueuesScreen() {
  return useCan()('queue.manage') ? <Queues /> : <Denied permission="queue.manage" />;
}

function Queues() {
  const { t } = useI18n();
  const [tab, setTab] = useState<Tab>('plan');
  const plan = useQuery(queuePlanQuery);
  const paging = useQuery(pagingQuery);
  useActions(
    tabs.map((each, index) => ({
      id: `queues.tab.${each}`,
      title: t(`queues.tab.${each}`),
      group: 'queues',
      keys: [String(index + 1)],
      when: () => each !== tab,
      run: () => setTab(each),
    })),
  );
  const query = tab === 'calls' ? paging : plan;
  return (
    <div className="page">
      <PageHead title={t('queues.title')} lead={t('queues.lead')} />
      <div className="queue-bar">
        <Segments
          label={t('queue.show')}
          hideLabel
          value={tab}
          onChange={setTab}
          choices={tabs.map((id) => ({ id, title: t(`queues.tab.${id}`) }))}
        />
      </div>
      {paging.data !== undefined && <UntakenNote untaken={paging.data.untaken} />}
      {paging.data !== undefined && paging.data.failing > 0 && tab !== 'calls' && (
        <Note tone="warning">
          <p className="note-title">{t('calls.failing', { count: paging.data.failing })}</p>
        </Note>
      )}
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {tab === 'plan' && plan.data !== undefined && <PlanEditor key={plan.data.version} view={plan.data} />}
      {tab === 'people' && plan.data !== undefined && <SkillsPanel view={plan.data} />}
      {tab === 'calls' && paging.data !== undefined && (
        <>
          <DutyPanel paging={paging.data} />
          <CallsPanel paging={paging.data} />
        </>
      )}
    </div>
  );
}
