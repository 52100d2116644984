import type { QualityDrawCheck } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { placeOfDecision } from './draw.ts';

const page = 5_000;

/** Computes every draw of a time again. Says how many there were and how many are not what the key says; names none. */
export async function checkQualityDraws(
  { database, keys }: Pick<Deps, 'database' | 'keys'>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<z.input<typeof QualityDrawCheck>> {
  const sum = { checked: 0, drawn: 0, wrong: 0 };
  for (let after: string | null = null; ; ) {
    let query = database.kysely
      .selectFrom('quality_draw')
      .leftJoin('quality_review', 'quality_review.decision_id', 'quality_draw.decision_id')
      .select(['quality_draw.decision_id', 'share', 'quality_draw.outcome', 'quality_review.review_id'])
      .orderBy('quality_draw.decision_id')
      .limit(page);
    if (after !== null) query = query.where('quality_draw.decision_id', '>', after);
    if (from !== undefined) query = query.where('quality_draw.at', '>=', new Date(from));
    if (to !== undefined) query = query.where('quality_draw.at', '<', new Date(to));
    const rows: Awaited<ReturnType<typeof query.execute>> = await query.execute();
    for (const { decision_id, share, outcome, review_id } of rows) {
      const hit = placeOfDecision(keys.receiptKey, decision_id) < share / 100;
      sum.checked += 1;
      sum.drawn += Number(outcome === 'drawn');
      if (hit !== (outcome !== 'not-drawn') || (outcome === 'drawn') !== (review_id !== null)) sum.wrong += 1;
    }
    const last = rows.at(-1);
    if (rows.length < page || last === undefined) return sum;
    after = last.decision_id;
  }
}
