import type { AlbumRegion } from '@wellhouse/protocol';
import type { Action, Availability } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { turnsTo, whyNotAnswerRegion } from './region-rules.ts';

/** What is being written about a region: a turn of its switch, or the answer to one that waits. */
export type Step = 'turn' | 'approve' | 'refuse';

export interface RegionStep {
  region: string;
  step: Step;
}

export interface RegionActionState {
  regions: readonly AlbumRegion[];
  cursor: string | null;
  move: (by: number) => void;
  take: (step: RegionStep) => void;
  /** Opens the dialog for a region that is not in the list. */
  name: () => void;
  refresh: () => void;
}

export function useRegionActions({ regions, cursor, move, take, name, refresh }: RegionActionState): void {
  const { t } = useI18n();
  const can = useCan();
  const { staff } = useMe();
  const chosen = regions.find(({ region }) => region === cursor);
  const waiting = chosen?.waiting[0];
  const answerable = (): Availability => {
    if (regions.every((region) => region.waiting.length === 0)) return false;
    if (waiting === undefined) return { reason: t('regions.chooseWaiting') };
    const obstacle = whyNotAnswerRegion(waiting, { staffId: staff.staffId, mayApprove: can('list.approve') });
    return obstacle === null ? true : { reason: t(`lists.whyNotAnswer.${obstacle}`) };
  };
  const turnable = (): Availability => {
    if (!can('list.propose')) return { reason: t('regions.denied') };
    if (chosen === undefined) return { reason: t('regions.choose') };
    return waiting !== undefined && turnsTo(chosen) === 'on' ? { reason: t('lists.whyNotActivate.waiting') } : true;
  };
  const step = (what: Step) => () => {
    if (chosen !== undefined) take({ region: chosen.region, step: what });
  };
  const actions: Action[] = [
    {
      id: 'regions.down',
      title: t('regions.action.down'),
      group: 'lists',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => regions.length > 0,
      run: () => move(1),
    },
    {
      id: 'regions.up',
      title: t('regions.action.up'),
      group: 'lists',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => regions.length > 0,
      run: () => move(-1),
    },
    {
      id: 'regions.turn',
      title: chosen === undefined ? t('regions.action.turn') : t(`regions.turn.${turnsTo(chosen)}`),
      group: 'lists',
      keys: ['t'],
      when: turnable,
      run: step('turn'),
    },
    {
      id: 'regions.approve',
      title: t('lists.approve'),
      group: 'lists',
      keys: ['a'],
      when: answerable,
      run: step('approve'),
    },
    {
      id: 'regions.refuse',
      title: t('lists.refuse'),
      group: 'lists',
      keys: ['x'],
      when: answerable,
      run: step('refuse'),
    },
    {
      id: 'regions.other',
      title: t('regions.action.other'),
      group: 'lists',
      keys: ['n'],
      when: () => can('list.propose'),
      run: name,
    },
    {
      id: 'regions.refresh',
      title: t('lists.action.refresh'),
      group: 'lists',
      keys: ['r'],
      when: () => true,
      run: refresh,
    },
  ];
  useActions(actions);
}
