import type { ListState } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';
import { bankNameOf, listIdOf } from './bank-names.ts';
import { enabledRatioOf } from './bank-rules.ts';
import { HmaError } from './hma-error.ts';

/** A bank as Hasher-Matcher-Actioner shows it. */
export interface BankView {
  readonly name: string;
  readonly matching_enabled_ratio: number;
}

/** A list that stands as a bank: of known pictures, and not withdrawn. */
export interface BankList {
  readonly list_id: string;
  readonly source: string;
  readonly state: ListState;
  readonly surfaces: string[];
}

const selectBanks = (executor: Executor) =>
  executor
    .selectFrom('list')
    .select(['list_id', 'source', 'state', 'surfaces'])
    .where('kind', '=', 'known')
    .where('state', '<>', 'withdrawn');

export async function listBanks(executor: Executor): Promise<BankView[]> {
  const lists = await selectBanks(executor).orderBy('list_id').execute();
  return lists.map(bankViewOf);
}

/** @throws HmaError 404 */
export async function loadBank(executor: Executor, bankName: string): Promise<BankList> {
  const listId = listIdOf(bankName);
  const list =
    listId === null ? undefined : await selectBanks(executor).where('list_id', '=', listId).executeTakeFirst();
  if (list === undefined) throw new HmaError(404, 'not-found', `bank '${bankName}' not found`);
  return list;
}

export function bankViewOf(list: BankList): BankView {
  return { name: bankNameOf(list.list_id), matching_enabled_ratio: enabledRatioOf(list) };
}
