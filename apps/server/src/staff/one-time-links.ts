import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { hashToken, newToken, newUuid } from './tokens.ts';

export const firstLoginLifetimeMs = 24 * 60 * 60_000;
export const invitationLifetimeMs = 72 * 60 * 60_000;

export interface OneTimeLink {
  readonly url: string;
  readonly expiresAt: Date;
}

type LinkDeps = Pick<Deps, 'clock' | 'random' | 'config'>;

/**
 * Makes a link for an invited member, or with null for the first admin. The token stands in the fragment, which
 * browsers send to no server and no log.
 */
export async function createLink(
  tx: Executor,
  { clock, random, config }: LinkDeps,
  staffId: string | null,
  lifetimeMs: number,
): Promise<OneTimeLink> {
  const token = newToken(random);
  const expiresAt = new Date(clock().getTime() + lifetimeMs);
  await tx
    .insertInto('staff_link')
    .values({
      link_id: newUuid(random),
      token_hash: hashToken(token),
      staff_id: staffId,
      created_at: clock(),
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return { url: `${config.publicUrl}/first-login#token=${token}`, expiresAt };
}

/**
 * Uses a link up. Of two requests with one token the second waits for the first's row lock and then finds it used.
 * Undefined when it is unknown, used or expired.
 */
export async function useLink(
  tx: Transaction,
  token: string,
  now: Date,
): Promise<{ staff_id: string | null } | undefined> {
  return tx
    .updateTable('staff_link')
    .set({ used_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('staff_id')
    .executeTakeFirst();
}

/** Voids a member's unused links, or with null those of the first login. */
export async function voidLinks(tx: Executor, staffId: string | null, now: Date): Promise<void> {
  const open = tx.updateTable('staff_link').set({ used_at: now }).where('used_at', 'is', null);
  await (staffId === null ? open.where('staff_id', 'is', null) : open.where('staff_id', '=', staffId)).execute();
}
