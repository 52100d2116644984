import { announce } from './announcements.ts';

/** Says why a key does nothing now. */
export function sayWhyNot(reason: string): void {
  announce({ key: 'said.notNow', values: { reason } });
}
