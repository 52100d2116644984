import type { List, ListChange } from '@wellhouse/protocol';

/** Why a list cannot be proposed for activation; the server judges anew. */
export type ActivationObstacle = 'withdrawn' | 'active' | 'waiting' | 'noRegion' | 'noSurface' | 'noEntries';

export function whyNotActivate(
  list: Pick<List, 'state' | 'kind' | 'counts' | 'settings' | 'waiting'>,
): ActivationObstacle | null {
  if (list.state !== 'shadow') return list.state;
  if (isWaiting(list, 'activate')) return 'waiting';
  if (Object.keys(list.settings.legalBasis).length === 0) return 'noRegion';
  if (list.settings.surfaces.length === 0) return 'noSurface';
  // A negative list is empty until a person clears a picture.
  if (list.kind === 'known' && list.counts.live === 0) return 'noEntries';
  return null;
}

/** Whether a change of this kind waits; the server takes one of each kind at a time. */
export function isWaiting({ waiting }: Pick<List, 'waiting'>, kind: ListChange['kind']): boolean {
  return waiting.some((change) => change.kind === kind);
}

/** Why this person cannot answer a change: `own` asked for it, `agreed` is the first who agreed to it. */
export type AnswerObstacle = 'denied' | 'own' | 'agreed';

export function whyNotAnswer(
  change: Pick<ListChange, 'first' | 'update'>,
  me: { staffId: string; mayApprove: boolean },
): AnswerObstacle | null {
  if (change.first?.staffId === me.staffId) return change.update === null ? 'own' : 'agreed';
  return me.mayApprove ? null : 'denied';
}

/** Changes of all lists that this person can answer now. */
export function answerable(lists: readonly List[], me: { staffId: string; mayApprove: boolean }): number {
  return lists.flatMap((list) => list.waiting).filter((change) => whyNotAnswer(change, me) === null).length;
}
