import type { HmaCode } from './hma-error.ts';

/** A route of Hasher-Matcher-Actioner that is answered with where to go instead. */
export interface Refusal {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly status: 403 | 501;
  readonly code: HmaCode;
  readonly message: string;
}

const inConsole = 'Changes to lists take two people; no single caller makes them.';

export const refusals: readonly Refusal[] = [
  two('POST', '/c/banks', 'Add a list in the console or by "wellhouse lists add"; it starts in shadow.'),
  two('PUT', '/c/bank/:bank', 'Propose the change in the console under Lists; a second person answers it.'),
  two('DELETE', '/c/bank/:bank', 'Propose to withdraw the list in the console; a second person answers it.'),
  two('PUT', '/c/bank/:bank/content/:contentId', 'Rule an entry out or release it in the console, under its list.'),
  two(
    'DELETE',
    '/c/bank/:bank/content/:contentId',
    'Import a file without it (wellhouse lists import), or rule the entry out in the console.',
  ),
  two('POST', '/c/exchanges', 'Add a list of that source in the console or by "wellhouse lists add".'),
  two('PUT', '/c/exchange/:exchange', 'Propose the change in the console under Lists; a second person answers it.'),
  two('DELETE', '/c/exchange/:exchange', 'Propose to withdraw the list in the console; a second person answers it.'),
  not(
    'POST',
    '/c/exchanges/api/:api',
    'Credentials of sources stand in the file that WELLHOUSE_LIST_SOURCES names and nowhere else.',
  ),
  not('PUT', '/c/signal_type/:type', 'Types of signals are not switched here: each list names its radius and rules.'),
];

function two(method: Refusal['method'], path: string, instead: string): Refusal {
  return { method, path, status: 403, code: 'two-people-needed', message: `${inConsole} ${instead}` };
}

function not(method: Refusal['method'], path: string, message: string): Refusal {
  return { method, path, status: 501, code: 'not-offered', message };
}
