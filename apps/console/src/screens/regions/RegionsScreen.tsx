import { useQuery } from '@tanstack/react-query';
import type { AlbumRegion } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { albumRegionsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { OtherRegionDialog } from './OtherRegionDialog.tsx';
import { RegionCard } from './RegionCard.tsx';
import { type RegionStep, useRegionActions } from './use-region-actions.ts';

export function RegionsScreen() {
  return useCan()('list.read') ? <Regions /> : <Denied permission="list.read" />;
}

function Regions() {
  const { t } = useI18n();
  const can = useCan();
  const query = useQuery(albumRegionsQuery);
  const regions: readonly AlbumRegion[] = query.data ?? [];
  const list = useRef<HTMLUListElement>(null);
  const { cursor, move, onFocus } = useItemCursor(list);
  const [step, setStep] = useState<RegionStep | null>(null);
  const [naming, setNaming] = useState(false);
  useRegionActions({
    regions,
    cursor,
    move,
    take: setStep,
    name: () => setNaming(true),
    refresh: () => void query.refetch(),
  });
  return (
    <div className="page page-narrow">
      <PageHead title={t('regions.title')} lead={t('regions.lead')}>
        <ActionButton action="regions.other" icon="regions" />
      </PageHead>
      {!can('list.propose') && <p className="reason">{t('regions.denied')}</p>}
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {query.data?.length === 0 && (
        <Empty icon="regions" title={t('regions.none')}>
          <p className="muted">{t('regions.noneText')}</p>
        </Empty>
      )}
      <ul className="plain-list held-list" ref={list} onFocus={onFocus}>
        {regions.map((region) => (
          <li key={region.region} data-item={region.region} data-cursor={region.region === cursor} tabIndex={-1}>
            <RegionCard
              region={region}
              step={step?.region === region.region ? step.step : null}
              onStep={(next) => setStep(next === null ? null : { region: region.region, step: next })}
            />
          </li>
        ))}
      </ul>
      {naming && <OtherRegionDialog regions={regions} onClose={() => setNaming(false)} />}
    </div>
  );
}
