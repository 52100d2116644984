import { hash } from 'node:crypto';
import { AppealId, type AppealRefusal, type AppealView, type MakeAppeal, type OwnAppeal } from '@wellhouse/protocol';
import { createDataKey } from '@wellhouse/sealing';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { appealUntil } from '../notices/appeal-period.ts';
import { vaultOf } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createReference } from '../platform/reference.ts';
import { hearingDueAt } from './appeal-rules.ts';

interface Account {
  readonly hubId: string;
  readonly accountId: string;
}
type Body = z.output<typeof MakeAppeal>;

/**
 * Files an appeal against a warning or a pause. It can be made while appealing is paused: what takes the way away cannot be
 * what it is closed by. Sent again, it is answered alike.
 * @throws ProblemError `not-found` for another account's, `idempotency-key-reused`, `appeal-made`, `appeal-over`, `decision-closed`
 */
export async function makeMeasureAppeal(
  deps: Deps,
  account: Account,
  measureId: string,
  body: Body,
): Promise<z.input<typeof AppealView>> {
  const now = deps.clock();
  const digest = hash('sha256', JSON.stringify([measureId, body.statement, body.locale]), 'buffer');
  return deps.database.transaction(async (tx) => {
    const measure = await findMeasure(tx, account, measureId, true);
    const known = await findAppeal(tx, measureId);
    if (known !== undefined && known.appeal_id === body.appealId) {
      if (!known.body_digest.equals(digest)) throw new ProblemError('idempotency-key-reused');
      return viewOf(known);
    }
    const refusal = refusalOf(measure, known !== undefined, now);
    if (refusal !== null) throw new ProblemError(refusal);
    const key = createDataKey(deps.random);
    const wrapped = await deps.keys.wrapKey(key, keyContext(body.appealId));
    const statement = await vaultOf(key, deps.random).seal(
      Buffer.from(body.statement, 'utf8'),
      statementContext(body.appealId),
    );
    const added = await tx
      .insertInto('measure_appeal')
      .values({
        appeal_id: body.appealId,
        measure_id: measureId,
        reference: createReference('A', deps.random(7)),
        body_digest: digest,
        data_key_wrapped: Buffer.from(wrapped),
        statement,
        locale: body.locale,
        received_at: now,
        // Somebody's voice is taken meanwhile: as short as where a life is at stake.
        due_at: hearingDueAt(now, measure.kind === 'pause' ? 'P0' : 'P2'),
      })
      .onConflict((conflict) => conflict.column('appeal_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added === undefined) throw new ProblemError('idempotency-key-reused');
    return viewOf(added);
  });
}

/** One's own appeal against a measure, and whether one can (still) be made. */
export async function getMeasureAppeal(
  deps: Deps,
  account: Account,
  measureId: string,
): Promise<z.input<typeof OwnAppeal>> {
  const { kysely } = deps.database;
  const measure = await findMeasure(kysely, account, measureId);
  const known = await findAppeal(kysely, measureId);
  return {
    appeal: known === undefined ? null : viewOf(known),
    until: appealUntil(measure.taken_at).toISOString(),
    refusal: refusalOf(measure, known !== undefined, deps.clock()),
  };
}

export function keyContext(appealId: string): string {
  return `measure-appeal:${appealId}`;
}

export function statementContext(appealId: string): string {
  return `appeal:${appealId}`;
}

/** Another account's is answered like one that does not exist. */
async function findMeasure(executor: Executor, { hubId, accountId }: Account, measureId: string, locked = false) {
  const query = executor
    .selectFrom('misuse_measure')
    .selectAll()
    .where('measure_id', '=', measureId)
    .where('hub_id', '=', hubId)
    .where('account_id', '=', accountId);
  const measure = await (locked ? query.forUpdate() : query).executeTakeFirst();
  if (measure === undefined)
    throw new ProblemError('not-found', 'No warning or pause of this id concerns this account.');
  return measure;
}

function findAppeal(executor: Executor, measureId: string) {
  return executor.selectFrom('measure_appeal').selectAll().where('measure_id', '=', measureId).executeTakeFirst();
}

/** What ran out by itself counts on, and was right or wrong; what was taken back is no more. */
function refusalOf(
  measure: { readonly taken_at: Date; readonly ended_at: Date | null },
  made: boolean,
  now: Date,
): AppealRefusal | null {
  if (made) return 'appeal-made';
  if (measure.ended_at !== null) return 'decision-closed';
  return now > appealUntil(measure.taken_at) ? 'appeal-over' : null;
}

function viewOf(row: NonNullable<Awaited<ReturnType<typeof findAppeal>>>): z.input<typeof AppealView> {
  const { outcome, heard_at: heardAt, reason } = row;
  return {
    appealId: AppealId.parse(row.appeal_id),
    reference: row.reference,
    status: outcome === null ? 'received' : outcome === 'uphold' ? 'upheld' : 'overturned',
    receivedAt: row.received_at.toISOString(),
    answerBy: row.due_at.toISOString(),
    outcome: heardAt === null || reason === null ? null : { decidedAt: heardAt.toISOString(), reason },
  };
}
