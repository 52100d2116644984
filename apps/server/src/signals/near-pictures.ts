import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/** So many of 256 bits may differ between pictures that look the same: PDQ's own threshold, as lists use it. */
export const nearBits = 31;
/** Below this PDQ quality a picture is too plain to be told from others by its looks. */
const plainQuality = 50;
/** Different looks of one case that are kept; what comes after is compared by its bytes only. */
const mostLooks = 200;
/** Of them, those that the question for related cases goes by: the first ones. */
const askedLooks = 10;

export interface Look {
  /** 32 bytes in the order of the hexadecimal text, as lists keep them. */
  readonly pdq: Buffer | null;
  readonly quality: number | null;
}

/** A PDQ and its sixteen parts of sixteen bits, each with its place in front. */
const partsOf = (pdq: RawBuilder<unknown>) =>
  sql`place * 65536 + get_byte(${pdq}, place * 2) * 256 + get_byte(${pdq}, place * 2 + 1)`;

/** Keeps how a picture of a case looks, each look once; what is too plain to be told from others is not kept. */
export async function keepLook(executor: Executor, caseId: string, { pdq, quality }: Look): Promise<void> {
  if (pdq === null || quality === null || quality < plainQuality) return;
  await sql`with kept as (
      insert into case_look (case_id, pdq)
      select case_id, ${pdq}::bytea from case_file where case_id = ${caseId} and erased_at is null
        and (select count(*) from case_look where case_id = ${caseId}) < ${mostLooks}
      on conflict do nothing returning look_id, pdq
    )
    insert into case_look_part (part, look_id)
    select ${partsOf(sql`pdq`)}, look_id from kept, generate_series(0, 15) place`.execute(executor);
}

const bits = (pdq: RawBuilder<unknown>) => sql`('x' || encode(${pdq}, 'hex'))::bit(256)`;

/**
 * Other cases with a picture that looks like one of a case's first ten. Two hashes that differ in at most 31 bits have at least one
 * of sixteen parts that differs in at most one (31 = 16 + 15), so that asking for each part and its sixteen neighbours misses
 * none: 272 look-ups in an index a picture, however many pictures there are. Of a part that is common to very many, the
 * newest `compared` are looked at.
 */
export function nearCases(caseId: string, compared: number): RawBuilder<{ case_id: string }> {
  return sql<{ case_id: string }>`
    select distinct look.case_id from (
      select pdq from case_look where case_id = ${caseId} order by look_id limit ${askedLooks}
    ) own
    cross join lateral (
      select distinct hit.look_id from generate_series(0, 15) place
      cross join (select 0 as flip union all select 1 << bit from generate_series(0, 15) bit) flips
      cross join lateral (
        select look_id from case_look_part where part = (${partsOf(sql`own.pdq`)}) # flip
        order by look_id desc limit ${compared}
      ) hit
    ) near
    join case_look look using (look_id)
    where look.case_id <> ${caseId} and bit_count(${bits(sql`look.pdq`)} # ${bits(sql`own.pdq`)}) <= ${nearBits}`;
}
