import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { hearingsQuery } from '../../api/appeal-queries.ts';
import { call } from '../../api/call.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { HearingRow } from './HearingRow.tsx';
import { MeasureHearings } from './MeasureHearings.tsx';

type State = 'open' | 'decided';
const states: readonly State[] = ['open', 'decided'];

export function AppealsScreen() {
  return useCan()('appeal.read') ? <Appeals /> : <Denied permission="appeal.read" />;
}

function Appeals() {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [state, setState] = useState<State>('open');
  const [failure, setFailure] = useState<unknown>(null);
  const query = useQuery(hearingsQuery(state));
  const list = useRef<HTMLUListElement>(null);
  const { move, onFocus } = useItemCursor(list);
  const hearings = query.data?.hearings ?? [];

  const claimNext = async (): Promise<void> => {
    try {
      const { hearingId } = await call('claimNextHearing');
      void client.invalidateQueries({ queryKey: ['hearings'] });
      await navigate({ to: '/appeals/$hearingId', params: { hearingId } });
    } catch (error) {
      setFailure(error);
    }
  };
  const any = () => hearings.length > 0;
  useActions([
    {
      id: 'appeals.down',
      title: t('action.appeals.down'),
      group: 'appeals',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: any,
      run: () => move(1),
    },
    {
      id: 'appeals.up',
      title: t('action.appeals.up'),
      group: 'appeals',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: any,
      run: () => move(-1),
    },
    {
      id: 'appeals.next',
      title: t('action.appeals.next'),
      group: 'appeals',
      keys: ['n'],
      when: () => can('appeal.decide'),
      run: () => void claimNext(),
    },
  ]);

  return (
    <div className="page page-narrow">
      <PageHead title={t('appeals.title')} lead={t('appeals.lead')}>
        <ActionButton action="appeals.next" look="primary" />
      </PageHead>
      <div className="queue-bar">
        <Segments
          label={t('appeals.show')}
          hideLabel
          value={state}
          onChange={setState}
          choices={states.map((id) => ({ id, title: t(`appeals.state.${id}`) }))}
        />
      </div>
      {failure !== null && <ProblemNote error={failure} />}
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={5} />}
      {query.data !== undefined && hearings.length === 0 && <Empty icon="check" title={t(`appeals.none.${state}`)} />}
      <ul className="plain-list hearings" ref={list} onFocus={onFocus}>
        {hearings.map((hearing) => (
          <HearingRow key={hearing.hearingId} hearing={hearing} />
        ))}
      </ul>
      <MeasureHearings state={state} />
    </div>
  );
}
