import type { Hub } from '../platform/hubs.ts';

/** Whether pictures of a hub may be fetched from an address: at the one origin that the operator lists for it. */
export function mayFetch(hub: Hub | null, address: string): boolean {
  if (hub?.pictureOrigin === undefined || !URL.canParse(address)) return false;
  const url = new URL(address);
  return url.origin === hub.pictureOrigin && url.username === '' && url.password === '';
}
