import type { EvidenceLevel, Surface } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { type CaseVault, createCaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { isDrillHub } from '../platform/drill-hub.ts';
import { newUuid } from '../staff/tokens.ts';

/** What one undecided case is about. */
export interface CaseMatter {
  readonly hubId: string;
  readonly subject: { readonly kind: 'account' | 'group'; readonly id: string };
  /** A leaf that the taxonomy knows. */
  readonly category: string;
}

export interface UndecidedRow {
  readonly case_id: string;
  readonly level: EvidenceLevel;
  readonly report_count: number;
  readonly reporter_count: number;
  readonly trusted_reporters: number;
  readonly doubted_reporters: number;
  readonly strong_voices: number;
  readonly weak_voices: number;
  readonly picture_count: number;
  readonly danger: boolean;
  readonly child: boolean;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly language: string | null;
  readonly region: string | null;
  readonly surface: Surface;
  readonly order_at: Date | null;
}

export interface UndecidedCase {
  readonly row: UndecidedRow;
  readonly vault: CaseVault;
  /** By this call. */
  readonly opened: boolean;
}

/**
 * The undecided case about a subject and category, or a new one. Holds the case's row until the transaction ends, so that
 * whatever joins one case does so one after another.
 */
export async function findOrOpenCase(
  deps: Deps,
  tx: Transaction,
  matter: CaseMatter,
  openedAt: Date,
): Promise<UndecidedCase> {
  const { hubId, subject, category } = matter;
  // Fails softly on the unique index of undecided cases and then locks the row that stands there.
  for (;;) {
    const found = await lockUndecided(tx, matter);
    if (found !== undefined) {
      const vault = await openCaseVault(tx, deps.keys, deps.random, found.case_id);
      if (vault !== null) return { row: found, vault, opened: false };
      throw new Error(`join case ${found.case_id}: its key is gone although it is not decided`);
    }
    const caseId = newUuid(deps.random);
    const farthest = new Date(openedAt.getTime() + 365 * 86_400_000);
    const inserted = await sql<UndecidedRow>`
      insert into case_file (case_id, hub_id, subject_kind, subject_id, category, level, score, rank, why, priority,
        due_at, review_due_at, report_count, reporter_count, danger, child, drill, opened_at)
      values (${caseId}, ${hubId}, ${subject.kind}, ${subject.id}, ${category},
        'ASSERTED', 0, 0, '[]', 'P3', ${farthest}, ${farthest}, 0, 0, false, false, ${isDrillHub(hubId)}, ${openedAt})
      on conflict do nothing
      returning case_id, level, report_count, reporter_count, picture_count, danger, child, opened_at, due_at,
        language, region, surface, order_at, trusted_reporters, doubted_reporters, strong_voices, weak_voices`.execute(
      tx,
    );
    const row = inserted.rows[0];
    if (row !== undefined) {
      return { row, vault: await createCaseVault(tx, deps.keys, deps.random, caseId), opened: true };
    }
  }
}

function lockUndecided(tx: Transaction, { hubId, subject, category }: CaseMatter): Promise<UndecidedRow | undefined> {
  return tx
    .selectFrom('case_file')
    .select(['case_id', 'level', 'report_count', 'reporter_count', 'picture_count', 'danger', 'child'])
    .select(['opened_at', 'due_at', 'language', 'region', 'surface', 'order_at'])
    .select(['trusted_reporters', 'doubted_reporters', 'strong_voices', 'weak_voices'])
    .where('hub_id', '=', hubId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('category', '=', category)
    .where('state', '<>', 'decided')
    .forUpdate()
    .executeTakeFirst();
}
