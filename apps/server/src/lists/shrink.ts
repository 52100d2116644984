import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import type { ShrinkRefused } from './list-error.ts';

/** How long an agreement stands that nothing has made use of. */
const agreementMs = 7 * 86_400_000;

/** Uses up an agreement of two people that allows the list to shrink to so many entries. False: there is none. */
export async function useAgreedShrink(
  tx: Transaction,
  { listId, to, at, fileDigest }: { listId: string; to: number; at: Date; fileDigest: string | null },
): Promise<boolean> {
  const agreed = await tx
    .selectFrom('list_change')
    .select('change_id')
    .where('list_id', '=', listId)
    .where('kind', '=', 'shrink')
    .where('state', '=', 'in-force')
    .where('used_at', 'is', null)
    .where('second_at', '>', new Date(at.getTime() - agreementMs))
    .where(sql<boolean>`(body->>'to')::bigint <= ${to} and body->>'digest' is not distinct from ${fileDigest}::text`)
    .limit(1)
    .executeTakeFirst();
  if (agreed === undefined) return false;
  await tx.updateTable('list_change').set({ used_at: at }).where('change_id', '=', agreed.change_id).execute();
  return true;
}

/**
 * Asks two people about a shrink that was refused, unless they are being asked
 * about one as large. */
export async function askAboutShrink(
  tx: Transaction,
  deps: Pick<Deps, 'clock' | 'random'>,
  { listId, refused, fileDigest }: { listId: string; refused: ShrinkRefused; fileDigest: string | null },
): Promise<void> {
  const body = { from: refused.from, to: refused.to, digest: fileDigest };
  const waiting = tx.selectFrom('list_change').select('change_id').where('list_id', '=', listId);
  const held = waiting.where('kind', '=', 'shrink').where('state', '=', 'held');
  const covering = await held
    .where(
      sql<boolean>`(body->>'to')::bigint <= ${body.to} and body->>'digest' is not distinct from ${fileDigest}::text`,
    )
    .executeTakeFirst();
  if (covering !== undefined) return;
  // Whoever has agreed has agreed to something smaller.
  await tx.updateTable('list_change').set({ state: 'refused' }).where('change_id', 'in', held).execute();
  await tx
    .insertInto('list_change')
    .values({
      change_id: newUuid(deps.random),
      list_id: listId,
      kind: 'shrink',
      body: JSON.stringify(body),
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
