import type { Statement } from '../database/open-database.ts';

/**
 * The statements of the job queue. Readiness and leases are measured by the database's clock alone, so that workers
 * whose clocks differ cannot steal one another's jobs.
 */

/**
 * Takes up to $1 jobs of the kinds $2 for $3 milliseconds under lease id $4. Plan: index job_ready in order of run_at;
 * one probe of job_order for each job with an order key. Rows that another worker is taking are skipped, not waited
 * for. A job with an order key is taken only when no earlier one with that key is unfinished.
 */
export const claimJobs: Statement = {
  name: 'job-claim-1',
  text: `with picked as (
      select job_id from job
      where state = 'ready' and run_at <= now() and kind = any($2::text[])
        and (order_key is null or not exists (
          select from job earlier
          where earlier.order_key = job.order_key and earlier.job_id < job.job_id
            and earlier.state in ('ready', 'running')))
      order by run_at, job_id
      limit $1
      for update skip locked
    )
    update job set state = 'running', attempts = attempts + 1, lease_id = $4::uuid,
      lease_until = now() + $3::integer * interval '1 millisecond'
    from picked where job.job_id = picked.job_id
    returning job.job_id, job.kind, job.payload, job.attempts, job.max_attempts, job.created_at`,
};

/** Ends the jobs $1 that the leases $2 still hold, and names them. */
export const finishJobs: Statement = {
  name: 'job-finish-1',
  text: `update job set state = 'done', finished_at = now(), lease_id = null, lease_until = null, last_error = null
    where job_id = any($1::bigint[]) and lease_id = any($2::uuid[]) returning job_id`,
};

/** Puts job $1 of lease $2 back to run in $3 milliseconds, with error $4. */
export const retryJob: Statement = {
  name: 'job-retry-1',
  text: `update job set state = 'ready', run_at = now() + $3::bigint * interval '1 millisecond', last_error = $4,
      lease_id = null, lease_until = null
    where job_id = $1::bigint and lease_id = $2::uuid`,
};

/** Moves job $1 of lease $2 to the dead letters, with error $3. */
export const buryJob: Statement = {
  name: 'job-bury-1',
  text: `update job set state = 'dead', finished_at = now(), last_error = $3, lease_id = null, lease_until = null
    where job_id = $1::bigint and lease_id = $2::uuid`,
};

/** Gives back the jobs $1 of the leases $2 that were never started. */
export const returnJobs: Statement = {
  name: 'job-return-1',
  text: `update job set state = 'ready', attempts = attempts - 1, lease_id = null, lease_until = null
    where job_id = any($1::bigint[]) and lease_id = any($2::uuid[])`,
};

/** Extends the leases $1 by $2 milliseconds and names those jobs of $3 that are still held. */
export const extendLeases: Statement = {
  name: 'job-extend-1',
  text: `update job set lease_until = now() + $2::integer * interval '1 millisecond'
    where job_id = any($3::bigint[]) and lease_id = any($1::uuid[]) returning job_id`,
};

/**
 * Frees the jobs of workers that died, to be taken again: at once after the first death, later after each further one (to
 * ten minutes), half of it left to chance. A dead worker says little of its jobs, most of which it had not begun, so
 * none is given up for it; one that does end its worker each time soon comes alone and rarely. Index job_lease.
 */
export const freeExpired: Statement = {
  name: 'job-free-2',
  text: `with expired as (
      select job_id from job where state = 'running' and lease_until < now() order by job_id for update skip locked
    )
    update job set state = 'ready', last_error = 'the worker stopped answering', lease_id = null, lease_until = null,
      run_at = now() + least(600, 2 ^ least(attempts - 1, 20) - 1) * (0.5 + random() / 2) * interval '1 second'
    from expired where job.job_id = expired.job_id returning job.job_id`,
};

/** Milliseconds until the next job of the kinds $1 is due; null when none waits. */
export const nextDue: Statement = {
  name: 'job-next-due-1',
  text: `select (extract(epoch from min(run_at) - now()) * 1000)::float8 as ms from job
    where state = 'ready' and run_at > now() and kind = any($1::text[])`,
};

/** Removes up to 5,000 jobs that were done more than $1 days ago. Dead letters stay. */
export const pruneDone: Statement = {
  name: 'job-prune-1',
  text: `delete from job where job_id in (
      select job_id from job where state = 'done' and finished_at < now() - $1::integer * interval '1 day' limit 5000)`,
};
