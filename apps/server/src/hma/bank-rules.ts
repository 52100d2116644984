import type { ListState } from '@wellhouse/protocol';

/** Named among a list's surfaces, which takes two people, it lets the list answer the look-ups of these routes. */
export const hmaSurface = 'hma';

/** Hasher-Matcher-Actioner's share of look-ups that a bank takes part in: all or none. */
export function enabledRatioOf(list: { readonly state: ListState; readonly surfaces: readonly string[] }): 0 | 1 {
  return list.state === 'active' && list.surfaces.includes(hmaSurface) ? 1 : 0;
}

/** Who vouches for what a hub has added. */
export function hubContributor(hubId: string): string {
  return `hub:${hubId}`;
}
