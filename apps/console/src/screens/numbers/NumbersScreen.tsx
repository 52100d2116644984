import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { numbersQuery } from '../../api/number-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { BacklogPanel } from './BacklogPanel.tsx';
import { DaysChart } from './DaysChart.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { OutcomesPanel } from './OutcomesPanel.tsx';
import { PacePanel } from './PacePanel.tsx';

const lengths = ['7', '30', '90'] as const;
type Length = (typeof lengths)[number];

export function NumbersScreen() {
  return useCan()('numbers.read') ? <NumbersPage /> : <Denied permission="numbers.read" />;
}

function NumbersPage() {
  const { t } = useI18n();
  const can = useCan();
  const [length, setLength] = useState<Length>('7');
  const query = useQuery(numbersQuery(Number(length)));
  useActions(
    lengths.map((each, index) => ({
      id: `numbers.days.${each}`,
      title: t('numbers.lastDays', { days: Number(each) }),
      group: 'view',
      keys: [String(index + 1)],
      when: () => each !== length,
      run: () => setLength(each),
    })),
  );
  return (
    <div className="page numbers">
      <PageHead title={t('numbers.title')} lead={t('numbers.lead')} />
      <div className="queue-bar">
        <Segments
          label={t('numbers.show')}
          hideLabel
          value={length}
          onChange={setLength}
          choices={lengths.map((id) => ({ id, title: t('numbers.lastDays', { days: Number(id) }) }))}
        />
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data !== undefined && (
        <>
          <BacklogPanel backlog={query.data.backlog} />
          <PacePanel pace={query.data.pace} />
          <DaysChart days={query.data.days} />
          <OutcomesPanel numbers={query.data} />
        </>
      )}
      {can('export.run') && <ExportPanel />}
    </div>
  );
}
