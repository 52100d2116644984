import { sql } from 'kysely';
import { z } from 'zod';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';
import { countVoice } from './count-voice.ts';
import { placeOf } from './place-case.ts';
import { type CaseVoices, noVoices } from './score.ts';

const Payload = z.strictObject({ caseId: z.uuid(), after: z.uuid().nullable() });

/** Cases that one run takes; the next one takes the next. */
const batch = 100;

/**
 * The job `weigh-voices`: a case has ended, and what is known of those who reported it has changed. Their other undecided cases
 * are counted again by the records of this moment and move at once; each is held for as long as that takes. What a second run
 * writes is what the first one wrote.
 */
export function createWeighVoices(deps: Deps): JobHandler {
  return async (job, context) => {
    const { caseId, after } = Payload.parse(job);
    const found = await othersOf(deps.database.kysely, caseId, after);
    for (const other of found) {
      context.signal.throwIfAborted();
      await deps.database.transaction((tx) => weighVoices(deps, tx, other));
    }
    const last = found.at(-1);
    if (found.length < batch || last === undefined) return;
    await deps.database.transaction(async (tx) => {
      const payload = { caseId, after: last };
      await enqueue(tx, { kind: 'weigh-voices', payload, maxAttempts: neverGiveUp });
      await context.finish(tx);
    });
  };
}

async function othersOf(executor: Executor, caseId: string, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select distinct other.case_id from case_reporter ended
      join case_reporter other using (hub_id, reporter)
      join case_file file on file.case_id = other.case_id
    where ended.case_id = ${caseId} and other.case_id <> ${caseId} and file.state <> 'decided'
      and (${after}::uuid is null or other.case_id > ${after}::uuid)
    order by other.case_id limit ${batch}`.execute(executor);
  return rows.map((row) => row.case_id);
}

async function weighVoices(deps: Deps, tx: Transaction, caseId: string): Promise<void> {
  const file = await lockCase(tx, caseId);
  if (file.state === 'decided') return;
  const voices = await loadVoices(tx, caseId, deps.clock());
  const counted = {
    reporter_count: voices.reporters,
    trusted_reporters: voices.trusted,
    doubted_reporters: voices.doubted,
    strong_voices: voices.strong,
    weak_voices: voices.weak,
  };
  const place = await placeOf(tx, { ...file, ...counted }, null);
  await tx
    .updateTable('case_file')
    .set({ ...counted, ...place })
    .where('case_id', '=', caseId)
    .execute();
}

/** All who reported a case, each by the record of this moment. */
async function loadVoices(tx: Transaction, caseId: string, now: Date): Promise<CaseVoices> {
  const rows = await tx
    .selectFrom('case_reporter as one')
    .leftJoin('reporter_record as record', (join) =>
      join.onRef('record.hub_id', '=', 'one.hub_id').onRef('record.reporter', '=', 'one.reporter'),
    )
    .select(['record.upheld', 'record.dismissed', 'record.as_of'])
    .where('case_id', '=', caseId)
    .orderBy('one.hub_id')
    .orderBy('one.reporter')
    .execute();
  return rows.reduce((voices, { upheld, dismissed, as_of: asOf }) => {
    const record = upheld === null || dismissed === null || asOf === null ? null : { upheld, dismissed, asOf };
    return countVoice(voices, record, now);
  }, noVoices);
}
