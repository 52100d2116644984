import { setTimeout as sleep } from 'node:timers/promises';
import { fallenSql } from '../decisions/fallen.ts';
import type { Database, Statement } from '../platform/database/open-database.ts';
import type { LaneScope } from '../queues/lane-scope.ts';
import { lanesSql, urgencySql } from './lane-order.ts';
import { mostClaims, tooManyClaims } from './live-claims.ts';

/**
 * A claim of which no sign of life comes ends after this, and the case waits for anybody again. An open page gives one every 20
 * seconds; a browser that throttles a page in the background to one a minute keeps it too (docs/adr/0092).
 */
export const claimLeaseMs = 90_000;
/** What is left of a claim when its page goes away: long enough for a reload. */
export const leftClaimMs = 30_000;

/** Lanes, and cases of each, among which a claim chooses: as many people can claim in the same moment without a second look. */
const width = 12;

/**
 * Claims the worst case that nobody holds: staff $1, now $2, until $3, and of their scope queues $4, categories $5, regions $6
 * (null: all), and what they opted out of $7; $8: now in milliseconds, $9: how many cases of each of the first $9 lanes it
 * looks at, $10: how many cases they may hold. How many they hold comes first and is theirs alone until this is committed
 * (`live_claims`). What fell of theirs on appeal is passed over. Plan: the first free case of each lane by index case_file_lane, the best lanes of these, their first cases, and of
 * them the best that no other person is claiming this moment. Claimed cases are stepped over. So its cost follows the number of
 * lanes and of claims, not the number of cases. The conditions stand twice because a row may have changed before it was taken.
 * One transaction with the line in the timeline.
 */
function free(file: string): string {
  return `${file}.state = 'open' and (${file}.claim_until is null or ${file}.claim_until <= $2::timestamptz)
          and not ${fallenSql({ caseId: `${file}.case_id`, staffId: '$1::uuid' })}`;
}

const claimNextStatement: Statement = {
  name: 'review-claim-next-5',
  text: `with own as materialized (
      select live_claims($1::uuid, $2::timestamptz) as held
    ), heads as materialized (
      select lane.lane_id, ${urgencySql('$8')} as urgency, head.rank from queue_lane lane
      cross join lateral (
        select rank from case_file where lane_id = lane.lane_id and ${free('case_file')}
        order by rank desc, case_id limit 1
      ) head
      where (select held from own) < $10::integer
        and ${lanesSql({ queues: '$4', categories: '$5', regions: '$6', without: '$7' })}
      order by head.rank + ${urgencySql('$8')} desc limit $9::integer
    ), first as materialized (
      select free.case_id, free.rank + heads.urgency as value from heads
      cross join lateral (
        select case_id, rank from case_file where lane_id = heads.lane_id and ${free('case_file')}
        order by rank desc, case_id limit $9::integer
      ) free
      order by value desc, free.case_id limit $9::integer
    ), next as (
      select file.case_id from first join case_file file using (case_id)
      where ${free('file')}
      order by first.value desc, first.case_id limit 1
      for update of file skip locked
    ), claimed as (
      update case_file set claim_staff_id = $1::uuid, claim_until = $3::timestamptz
      from next where case_file.case_id = next.case_id
      returning case_file.case_id
    ), logged as (
      insert into case_event (case_id, at, kind, staff_id, said)
      select case_id, $2::timestamptz, 'claimed', $1::uuid, '{"code": "claimed"}'::jsonb from claimed
    )
    select (select case_id from claimed) as case_id, (select count(*)::integer from first) as waiting,
      (select held from own) as held`,
};

/** Claims the next case within a scope; null when nothing waits there. @throws ProblemError `too-many-claims` */
export async function claimBest(
  database: Pick<Database, 'query'>,
  { staffId, scope, now }: { readonly staffId: string; readonly scope: LaneScope; readonly now: Date },
): Promise<string | null> {
  const until = new Date(now.getTime() + claimLeaseMs);
  const limits = [scope.queueIds, scope.categories, scope.regions, scope.withoutCategories];
  let wide = width;
  for (let tries = 0; ; ) {
    const values = [staffId, now, until, ...limits, now.getTime(), wide, mostClaims];
    const [found] = await database.query<Found>(claimNextStatement, values);
    if (found !== undefined && found.held >= mostClaims) throw tooManyClaims(found.held);
    if (found === undefined || found.case_id !== null) return found?.case_id ?? null;
    if (found.waiting === 0) return null;
    if (found.waiting === wide && wide <= mostLooks) {
      // Others are claiming all that it looked at: it looks farther.
      wide *= 4;
    } else {
      // All that waits is in other hands this moment, and some will come free: a job that weighs a case anew holds it as a claim does.
      tries += 1;
      if (tries > mostTries) return null;
      await sleep(tryAgainMs);
    }
  }
}

interface Found {
  readonly case_id: string | null;
  readonly waiting: number;
  readonly held: number;
}

/** A claim looks no farther than at so many cases of so many lanes. */
const mostLooks = 10_000;
/** How often, and how long after another, a claim tries again where everything that waits is in other hands. */
const mostTries = 80;
const tryAgainMs = 25;
