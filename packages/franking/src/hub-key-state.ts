import type { HubVerifyKey } from './hub-key.ts';

/** 90 days: how long after a key's period reports about its messages are accepted, unless the hub's operator says otherwise. */
export const defaultReportWindowMs = 90 * 24 * 60 * 60 * 1000;

/**
 * Where a hub key stands in its life (docs/spec/franking.md §4.2). It only ever moves on to the right:
 * `announced` (published, not yet in use), `stamping` (the newest of these stamps), `verify-only` (reports are accepted),
 * `retired` (they are no longer, and the signing key may be published).
 */
export type HubKeyState = 'announced' | 'stamping' | 'verify-only' | 'retired';

/**
 * The key's state at `now` by the hub's clock. A key that was said to be retired stays so, whatever the clock says.
 *
 * @param now milliseconds
 * @param windowMs report window, counted from `notAfter`; the last millisecond belongs to it
 */
export function hubKeyState(
  key: Pick<HubVerifyKey, 'notBefore' | 'notAfter' | 'retired'>,
  now: number,
  windowMs: number = defaultReportWindowMs,
): HubKeyState {
  if (key.retired === true || now > key.notAfter + windowMs) return 'retired';
  if (now > key.notAfter) return 'verify-only';
  return now < key.notBefore ? 'announced' : 'stamping';
}
