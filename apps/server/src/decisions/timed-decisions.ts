import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type JobHandler, JobRetry } from '../platform/jobs/job.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { countOutcome } from './count-outcome.ts';
import { isLeft } from './left-decision.ts';
import { lockDecision } from './lock-decision.ts';
import { reverseDecision } from './reverse-decision.ts';
import { takeEffect } from './take-effect.ts';

const Payload = z.strictObject({ decisionId: z.string() });

/** A clock that is behind waits for its own time, and looks again at least so often: it may be put right. */
const longestWaitMs = 60 * 60_000;

/**
 * The job `begin-decision`: a scheduled decision takes effect. The queue's clock has come to it, and this process's has to as
 * well, so that one clock that runs ahead begins nothing early. A cancelled one is left alone,
 * and one whose author was locked waits for a second person.
 */
export function createBeginDecision(deps: Deps): JobHandler {
  return async (job, context) => {
    const { decisionId } = Payload.parse(job);
    await deps.database.transaction(async (tx) => {
      const now = deps.clock();
      const { file, decision: scheduled } = await lockDecision(tx, decisionId);
      if (scheduled.state === 'scheduled') {
        waitFor(scheduled.starts_at, now);
        if (await isLeft(tx, scheduled))
          throw new JobRetry(longestWaitMs, 'wait for a second person: the author is locked');
        const decision = await tx
          .updateTable('decision')
          .set({ state: 'in-force', in_force_at: now })
          .where('decision_id', '=', decisionId)
          .returningAll()
          .executeTakeFirstOrThrow();
        const said = { code: 'began', reference: decision.reference } as const;
        const line = timelineLine({ caseId: file.case_id, at: now, kind: 'began', staffId: null, said });
        await tx.insertInto('case_event').values(line).execute();
        await takeEffect(deps, tx, file, decision, { messages: [], undoable: false });
        await countOutcome(tx, decision, now);
      }
      await context.finish(tx);
    });
  };
}

/** The job `end-decision`: a suspension or limit is over. One that was taken back before is left alone. */
export function createEndDecision(deps: Deps): JobHandler {
  return async (job, context) => {
    const { decisionId } = Payload.parse(job);
    await deps.database.transaction(async (tx) => {
      const { decision } = await lockDecision(tx, decisionId);
      if (decision.state === 'in-force' && decision.ended_at === null) {
        waitFor(decision.until, deps.clock());
        await reverseDecision(deps, tx, { decisionId, why: 'expired', staffId: null, reason: null });
      }
      await context.finish(tx);
    });
  };
}

function waitFor(time: Date | null, now: Date): void {
  if (time === null || time <= now) return;
  throw new JobRetry(Math.min(longestWaitMs, time.getTime() - now.getTime()), 'wait until this clock has come to it');
}
