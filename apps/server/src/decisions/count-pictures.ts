import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

export interface PictureCounts {
  /** That nobody has confirmed or cleared yet, or has to anew. */
  readonly waiting: number;
  /** That a list holds and a person has confirmed. */
  readonly confirmed: number;
}

/** The pictures of a case, as a decision depends on them. The caller holds the case's row, which whatever joins it takes. */
export async function countPictures(
  tx: Transaction,
  file: { readonly case_id: string; readonly picture_count: number },
): Promise<PictureCounts> {
  if (file.picture_count === 0) return { waiting: 0, confirmed: 0 };
  const { rows } = await sql<PictureCounts>`select
      count(*) filter (where state = 'held' or reopened_at is not null)::integer as waiting,
      count(*) filter (where answer = 'confirmed' and reopened_at is null and case_reason = 'matched')::integer as confirmed
    from album_picture where case_id = ${file.case_id}`.execute(tx);
  return rows[0] ?? { waiting: 0, confirmed: 0 };
}
