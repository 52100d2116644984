import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useActions } from '../../actions/use-actions.ts';
import { careQuery } from '../../api/care-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useBreak } from '../../shell/BreakBanner.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { ExposurePanel } from './ExposurePanel.tsx';
import { OwnCarePanel } from './OwnCarePanel.tsx';
import { PresetsPanel } from './PresetsPanel.tsx';
import { TeamCarePanel } from './TeamCarePanel.tsx';

/** What I have looked at and for how long, how I see it, and what I do not take. */
export function CareScreen() {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const query = useQuery(careQuery);
  const setBreak = useBreak();
  const page = query.data;
  useActions([
    {
      id: 'care.break',
      title: page?.pausedUntil != null ? t('care.endBreak') : t('care.rest', { minutes: page?.breakMinutes ?? 10 }),
      group: 'view',
      keys: ['b'],
      when: () => page !== undefined,
      run: () => void setBreak(page?.pausedUntil != null ? 0 : (page?.breakMinutes ?? 10)),
    },
    {
      id: 'care.breathe',
      title: t('care.breathe'),
      group: 'view',
      keys: [],
      when: () => true,
      run: () => void navigate({ to: '/breathe' }),
    },
  ]);
  return (
    <div className="page care">
      <PageHead title={t('nav.care')} lead={t('care.lead')}>
        <ActionButton action="care.break" />
        <ActionButton action="care.breathe" icon="care" />
      </PageHead>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {page === undefined && query.error === null && <Waiting />}
      {page !== undefined && (
        <>
          <ExposurePanel page={page} />
          <PresetsPanel />
          <OwnCarePanel page={page} />
        </>
      )}
      {can('care.manage') && <TeamCarePanel />}
    </div>
  );
}
