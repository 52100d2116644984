import type { ListSource } from '@wellhouse/protocol';
import { standing } from '../lists/list-rules.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { bankNameOf, listIdOf } from './bank-names.ts';
import { HmaError } from './hma-error.ts';

/** What Hasher-Matcher-Actioner calls the sources that lists are fetched from. */
const apiNames: Readonly<Record<Exclude<ListSource, 'file'>, string>> = {
  ncmec: 'ncmec',
  stopncii: 'stop_ncii',
  threatexchange: 'fb_threatexchange',
  'tech-against-terrorism': 'tat',
};

export interface ExchangeView {
  readonly name: string;
  readonly api: string;
  readonly enabled: boolean;
}

/** Times in Unix seconds. */
export interface FetchStatusView {
  readonly checkpoint_ts: number | null;
  readonly running_fetch_start_ts: number | null;
  readonly last_fetch_complete_ts: number | null;
  readonly last_fetch_succeeded: boolean | null;
  readonly up_to_date: boolean;
  readonly fetched_items: number;
}

export function exchangeApis(): string[] {
  return Object.values(apiNames);
}

const selectExchanges = (executor: Executor) =>
  executor
    .selectFrom('list')
    .select(['list_id', 'source', 'counts', 'sync_state', 'sync_started_at', 'synced_at'])
    .where('kind', '=', 'known')
    .where('state', '<>', 'withdrawn')
    .where('source', '<>', 'file');

export async function listExchanges(executor: Executor): Promise<string[]> {
  const lists = await selectExchanges(executor).orderBy('list_id').execute();
  return lists.map(({ list_id }) => bankNameOf(list_id));
}

/** @throws HmaError 404 */
async function loadExchange(executor: Executor, name: string) {
  const listId = listIdOf(name);
  const list =
    listId === null ? undefined : await selectExchanges(executor).where('list_id', '=', listId).executeTakeFirst();
  if (list === undefined) throw new HmaError(404, 'not-found', `Exchange '${name}' not found`);
  return list;
}

/** @throws HmaError 404 */
export async function showExchange(executor: Executor, name: string): Promise<ExchangeView> {
  const { source } = await loadExchange(executor, name);
  // A list that is not withdrawn is fetched on and on.
  return { name, api: source === 'file' ? '' : apiNames[source], enabled: true };
}

/** @throws HmaError 404 */
export async function loadFetchStatus(executor: Executor, name: string): Promise<FetchStatusView> {
  const list = await loadExchange(executor, name);
  const isDone = list.sync_state === 'ok';
  const hasFailed = list.sync_state === 'failed' || list.sync_state === 'refused';
  const isRunning = (list.sync_started_at?.getTime() ?? 0) > (list.synced_at?.getTime() ?? 0);
  return {
    checkpoint_ts: seconds(list.synced_at),
    // A sync that failed is not told from one that goes on.
    running_fetch_start_ts: isRunning && !hasFailed ? seconds(list.sync_started_at) : null,
    last_fetch_complete_ts: seconds(list.synced_at),
    last_fetch_succeeded: list.sync_state === 'never' ? null : isDone,
    up_to_date: isDone,
    fetched_items: standing(list.counts),
  };
}

function seconds(at: Date | null): number | null {
  return at === null ? null : Math.floor(at.getTime() / 1_000);
}
