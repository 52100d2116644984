import type { AlbumRegion, AlbumRegionChange } from '@wellhouse/protocol';

/** Why pictures of a region are not checked. */
export type RegionCause =
  | { kind: 'switch'; region: string; reason: string }
  /** A region that it lies in is switched off. */
  | { kind: 'elsewhere'; region: string; reason: string }
  /** Lists have a legal basis there, all of them in shadow. */
  | { kind: 'shadow' }
  | { kind: 'lists' };

/** Null: they are checked. */
export function causeOf(
  region: Pick<AlbumRegion, 'region' | 'checked' | 'why' | 'switch' | 'lists'>,
): RegionCause | null {
  if (region.checked) return null;
  if (region.switch?.state === 'off') return { kind: 'switch', region: region.region, reason: region.switch.reason };
  // The server says in words which region is off and why.
  const [, other, reason] = /^([A-Z]{2}(?:-[A-Z0-9]{1,3})?) is switched off: (.*)$/s.exec(region.why ?? '') ?? [];
  if (other !== undefined && reason !== undefined) return { kind: 'elsewhere', region: other, reason };
  return { kind: region.lists.some(({ state }) => state === 'shadow') ? 'shadow' : 'lists' };
}

/** What pictures of a checked region are compared with: lists in shadow only where two people switched it on for a trial. */
export function comparedWith({ lists }: Pick<AlbumRegion, 'lists'>): 'active' | 'shadow' {
  return lists.some(({ state }) => state === 'active') ? 'active' : 'shadow';
}

/** Whether the EU is off as the server was set up: the reason is then the law, which the catalogues say in each language. */
export function isOffFromStart(cause: { region: string; reason: string }): boolean {
  return cause.region === 'EU' && cause.reason.startsWith('Regulation (EU) 2021/1232');
}

/** Which way the switch of a region can be turned from where it stands. */
export function turnsTo({ checked, switch: own }: Pick<AlbumRegion, 'checked' | 'switch'>): 'on' | 'off' {
  if (own !== null) return own.state === 'on' ? 'off' : 'on';
  return checked ? 'off' : 'on';
}

/** Why this person cannot answer a change of a region's switch. */
export function whyNotAnswerRegion(
  change: Pick<AlbumRegionChange, 'first'>,
  me: { staffId: string; mayApprove: boolean },
): 'own' | 'denied' | null {
  if (change.first.staffId === me.staffId) return 'own';
  return me.mayApprove ? null : 'denied';
}

/** Changes of all regions that this person can answer now. */
export function answerableRegions(
  regions: readonly AlbumRegion[],
  me: { staffId: string; mayApprove: boolean },
): number {
  return regions.flatMap(({ waiting }) => waiting).filter((change) => whyNotAnswerRegion(change, me) === null).length;
}
