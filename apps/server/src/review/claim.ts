import type { Statement } from '../platform/database/open-database.ts';

/** A claim that is not kept alive ends after this, and the case waits for anybody again. */
export const claimLeaseMs = 15 * 60_000;

/**
 * Claims the worst case that nobody holds: staff $1, now $2, until $3. Plan: index case_file_queue from its top; cases
 * that are claimed are stepped over, those that another person is claiming this moment are skipped, not waited for. So
 * its cost follows the number of claims, not the number of cases. One transaction with the line in the timeline.
 */
export const claimNextStatement: Statement = {
  name: 'review-claim-next-1',
  text: `with next as (
      select case_id from case_file
      where state = 'open' and (claim_until is null or claim_until <= $2::timestamptz)
      order by rank desc, case_id
      limit 1
      for update skip locked
    ), claimed as (
      update case_file set claim_staff_id = $1::uuid, claim_until = $3::timestamptz
      from next where case_file.case_id = next.case_id
      returning case_file.case_id
    ), logged as (
      insert into case_event (case_id, at, kind, staff_id, text)
      select case_id, $2::timestamptz, 'claimed', $1::uuid, 'Claimed.' from claimed
    )
    select case_id from claimed`,
};
