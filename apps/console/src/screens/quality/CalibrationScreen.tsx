import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { calibrationQuery } from '../../api/quality-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { AgreementPanels } from './AgreementPanels.tsx';
import { DisagreementsPanel } from './DisagreementsPanel.tsx';
import { DrawPanel } from './DrawPanel.tsx';
import { GoldenPanel } from './GoldenPanel.tsx';

const route = getRouteApi('/house/calibration');
const lengths = ['30', '90', '365'] as const;
type Length = (typeof lengths)[number];
const views = ['agreement', 'talk', 'golden', 'draw'] as const;
type View = (typeof views)[number];

export function CalibrationScreen() {
  return useCan()('quality.read') ? <CalibrationPage /> : <Denied permission="quality.read" />;
}

function CalibrationPage() {
  const { t } = useI18n();
  const can = useCan();
  const navigate = route.useNavigate();
  const { show } = route.useSearch();
  const [length, setLength] = useState<Length>('90');
  const query = useQuery(calibrationQuery(Number(length)));
  const allowed = views.filter((view) => view === 'agreement' || view === 'talk' || can('quality.manage'));
  const view: View = allowed.find((one) => one === show) ?? 'agreement';
  const open = (to: View): void => void navigate({ search: to === 'agreement' ? {} : { show: to } });
  useActions(
    allowed.map((each, index) => ({
      id: `quality.view.${each}`,
      title: t(`quality.view.${each}`),
      group: 'view',
      keys: [String(index + 1)],
      when: () => each !== view,
      run: () => open(each),
    })),
  );
  return (
    <div className="page quality">
      <PageHead title={t('quality.calibration')} lead={t('quality.calibrationLead')} />
      <div className="queue-bar">
        <Segments
          label={t('quality.view')}
          hideLabel
          value={view}
          onChange={open}
          choices={allowed.map((id) => ({ id, title: t(`quality.view.${id}`) }))}
        />
        {view !== 'golden' && (
          <Segments
            label={t('numbers.show')}
            hideLabel
            value={length}
            onChange={setLength}
            choices={lengths.map((id) => ({ id, title: t('numbers.lastDays', { days: Number(id) }) }))}
          />
        )}
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {view === 'golden' && <GoldenPanel />}
      {query.data !== undefined && (
        <>
          {view === 'agreement' && <AgreementPanels calibration={query.data} />}
          {view === 'talk' && <DisagreementsPanel disagreements={query.data.disagreements} />}
          {view === 'draw' && <DrawPanel counts={query.data.counts} />}
        </>
      )}
    </div>
  );
}
