import type { ListUpdate } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import type { AgreementNeeded } from './list-error.ts';

/** How long an agreement stands that nothing has made use of. */
const agreementMs = 7 * 86_400_000;

/**
 * Uses up an agreement of two people to this update: of a file to exactly that file, of a sync to a shrink as large as
 * this one or larger. False: there is none.
 */
export async function useAgreement(
  tx: Transaction,
  { listId, update, at }: { listId: string; update: ListUpdate; at: Date },
): Promise<boolean> {
  const agreed = await tx
    .selectFrom('list_change')
    .select('change_id')
    .where('list_id', '=', listId)
    .where('kind', 'in', ['shrink', 'import'])
    .where('state', '=', 'in-force')
    .where('used_at', 'is', null)
    .where('second_at', '>', new Date(at.getTime() - agreementMs))
    .where(covers(update))
    .limit(1)
    .executeTakeFirst();
  if (agreed === undefined) return false;
  await tx.updateTable('list_change').set({ used_at: at }).where('change_id', '=', agreed.change_id).execute();
  return true;
}

/** Asks two people about an update that was refused, unless they are being asked about it already. */
export async function askForAgreement(
  tx: Transaction,
  deps: Pick<Deps, 'clock' | 'random'>,
  listId: string,
  { kind, update }: AgreementNeeded,
): Promise<void> {
  const held = tx
    .selectFrom('list_change')
    .select('change_id')
    .where('list_id', '=', listId)
    .where('kind', '=', kind)
    .where('state', '=', 'held');
  if ((await held.where(covers(update)).executeTakeFirst()) !== undefined) return;
  // Whoever has agreed has agreed to something else.
  await tx.updateTable('list_change').set({ state: 'refused' }).where('change_id', 'in', held).execute();
  await tx
    .insertInto('list_change')
    .values({
      change_id: newUuid(deps.random),
      list_id: listId,
      kind,
      body: JSON.stringify(update),
      state: 'held',
      asked_at: deps.clock(),
      first_staff_id: null,
      first_reason: null,
      second_staff_id: null,
      second_at: null,
      second_reason: null,
      used_at: null,
    })
    .execute();
}

function covers({ to, digest }: ListUpdate) {
  return sql<boolean>`(body->>'to')::bigint <= ${to} and body->>'digest' is not distinct from ${digest}::text`;
}
