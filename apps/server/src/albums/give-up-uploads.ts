import { albumLimits } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { movePicture } from './move-picture.ts';

/** Pictures that one transaction gives up. */
const batch = 200;

/**
 * Gives up what is not all there after a day: the picture is withdrawn, and what came of it goes. Any number of processes may
 * do it at once. Returns how many it gave up.
 */
export async function giveUpUploads(deps: Pick<Deps, 'database' | 'clock'>): Promise<number> {
  let all = 0;
  for (;;) {
    const given = await deps.database.transaction(async (tx) => {
      const before = new Date(deps.clock().getTime() - albumLimits.uploadHours * 3_600_000);
      // Rows that somebody holds are being written to, or given up by another process.
      const { rows } = await sql<{ picture_id: string }>`select picture_id from album_picture
        where state in ('receiving', 'checking') and state = 'receiving' and added_at < ${before}
        order by added_at limit ${batch} for update skip locked`.execute(tx);
      for (const { picture_id: pictureId } of rows) {
        await movePicture(deps, tx, { pictureId, to: 'withdrawn', why: 'never-came' });
      }
      return rows.length;
    });
    all += given;
    if (given < batch) return all;
  }
}
