import type { EvidenceLevel } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { bestLevel } from './best-level.ts';
import { provenLevel } from './proven-level.ts';

/** A picture that a list holds and a person has confirmed proves who added it (place-case.ts). */
const confirmedPicture = sql<boolean>`(answer = 'confirmed' and reopened_at is null and case_reason = 'matched')`;

/** Of what a decision is to rest on: that which is neither a reported message nor a confirmed picture of the case. */
export async function strangersAmong(
  executor: Executor,
  caseId: string,
  named: readonly string[],
): Promise<readonly string[]> {
  const messages = await executor
    .selectFrom('evidence_item')
    .select('item_id as id')
    .where('case_id', '=', caseId)
    .where('role', '=', 'reported')
    .where('item_id', 'in', named)
    .execute();
  const known = new Set([...messages, ...(await confirmedOf(executor, caseId, named))].map(({ id }) => id));
  return named.filter((id) => !known.has(id));
}

/** The best level among what a decision names, as it is today. */
export async function levelOfNamed(
  tx: Transaction,
  vault: CaseVault,
  subject: { readonly caseId: string; readonly kind: 'account' | 'group'; readonly id: string },
  named: readonly string[],
): Promise<EvidenceLevel> {
  const pictures = await confirmedOf(tx, subject.caseId, named);
  const messages = await provenLevel(tx, vault, subject, named);
  return bestLevel([messages, ...pictures.map(() => 'ATTESTED' as const)]);
}

function confirmedOf(executor: Executor, caseId: string, named: readonly string[]) {
  return executor
    .selectFrom('album_picture')
    .select('picture_id as id')
    .where('case_id', '=', caseId)
    .where('picture_id', 'in', named)
    .where(confirmedPicture)
    .execute();
}
