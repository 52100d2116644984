import type { EndMeasure, Measure, TakeMeasure } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { loadMisuse } from './load-misuse.ts';
import { measureView, selectMeasures } from './measure-view.ts';
import { figuresOf, warningDays } from './misuse-rules.ts';
import { loadStandingMeasures } from './standing-measures.ts';

const dayMs = 86_400_000;

/**
 * Warns, or pauses after a warning that stands (DSA Art. 23(2): "after having issued a prior warning"). Only an account of
 * which something was found manifestly unfounded, for a pause something that came after the warning: else one person could warn
 * and silence anybody in the same minute. The figures are written down as they were. A person decides, whatever is proposed.
 * @throws ProblemError `warning-first`, `not-found` where nothing was unfounded, `invalid-request`
 */
export async function takeMeasure(
  deps: Deps,
  staffId: string,
  body: z.output<typeof TakeMeasure>,
): Promise<z.input<typeof Measure>> {
  const now = deps.clock();
  const { hubId, accountId, of, kind, reason, days } = body;
  if ((kind === 'pause') !== (days !== null)) {
    const problem = 'a pause has a length, and a warning none';
    throw new ProblemError('invalid-request', `/body/days: ${problem}`, { fields: [{ field: '/body/days', problem }] });
  }
  const measureId = newUuid(deps.random);
  return deps.database.transaction(async (tx) => {
    // One measure on one account at a time.
    await sql`select pg_advisory_xact_lock(8614, hashtext(${`${hubId}\n${accountId}`}))`.execute(tx);
    const [counts] = await loadMisuse(tx, now, { hubId, accountId, of });
    if (counts === undefined || counts.unfounded === 0) {
      throw new ProblemError('not-found', 'Nothing of this account was found manifestly unfounded.');
    }
    const standing = (await loadStandingMeasures(tx, { hubId, accountId }, now)).filter((one) => one.of === of);
    const warning = standing.find((one) => one.kind === 'warn');
    if (kind === 'pause' && warning === undefined) throw new ProblemError('warning-first');
    if (kind === 'pause' && !counts.sinceWarning) {
      throw new ProblemError('warning-first', 'Nothing that was handed in since the warning was found unfounded.');
    }
    if (standing.some((one) => one.kind === 'pause')) {
      const problem = 'the account is paused already';
      throw new ProblemError('invalid-request', problem, { fields: [{ field: '/body/kind', problem }] });
    }
    await refuseNamesIn(tx, { caseIds: [], staffId, text: reason, field: '/body/reason' });
    const { unfounded, total, grave, deliberate } = counts;
    await tx
      .insertInto('misuse_measure')
      .values({
        measure_id: measureId,
        hub_id: hubId,
        account_id: accountId,
        of,
        kind,
        reason,
        taken_by: staffId,
        taken_at: now,
        until: new Date(now.getTime() + (days ?? warningDays) * dayMs),
        figures: JSON.stringify(figuresOf({ unfounded, total, grave, deliberate })),
        after_warning: kind === 'pause' ? (warning?.measure_id ?? null) : null,
      })
      .execute();
    await recordAudit(tx, {
      staffId,
      action: kind === 'warn' ? 'misuse.warn' : 'misuse.pause',
      object: `account:${hubId}/${accountId}`,
      details: { measureId, of, days },
    });
    const row = await selectMeasures(tx).where('measure_id', '=', measureId).executeTakeFirstOrThrow();
    return measureView(row);
  });
}

/** @throws ProblemError `not-found`, `measure-closed` */
export async function endMeasure(
  deps: Deps,
  staffId: string,
  measureId: string,
  { reason }: z.output<typeof EndMeasure>,
): Promise<z.input<typeof Measure>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const row = await tx
      .selectFrom('misuse_measure')
      .select(['hub_id', 'account_id', 'ended_at', 'until'])
      .where('measure_id', '=', measureId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError('not-found');
    if (row.ended_at !== null || row.until <= now) throw new ProblemError('measure-closed');
    await tx
      .updateTable('misuse_measure')
      .set({ ended_at: now, ended_by: staffId, ended_reason: reason })
      .where('measure_id', '=', measureId)
      .execute();
    const object = `account:${row.hub_id}/${row.account_id}`;
    await recordAudit(tx, { staffId, action: 'misuse.end', object, details: { measureId } });
    return measureView(await selectMeasures(tx).where('measure_id', '=', measureId).executeTakeFirstOrThrow());
  });
}
