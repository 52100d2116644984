import type { KeyboardEvent } from 'react';

/** Of a form: Ctrl or Cmd with Enter sends it, also out of a field with many lines. */
export function sendByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
