import { type CareKind, type CareTeam, careKinds, type PutCareTeam, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { useOf } from './exposure.ts';
import { type CareState, loadCare, loadTeamCare } from './load-care.ts';
import { loadUntaken } from './untaken.ts';

/** With fewer people who looked at a class of kinds, a count would name somebody. */
const fewestPeople = 3;
/** From this part of a budget on somebody is near it. */
const nearShare = 0.8;

type Count = { near: number; reached: number } | null;

/** Pure: how many come near their budget of a class or have reached it, where that tells nobody apart. */
export function countNear(kind: CareKind, people: readonly Pick<CareState, 'budgets' | 'today' | 'week'>[]): Count {
  const exposed = people.filter(({ week }) => week[kind] > 0);
  if (exposed.length < fewestPeople) return null;
  const uses = exposed.map(({ budgets, today, week }) => useOf(kind, budgets, today, week));
  const near = uses.filter((use) => use >= nearShare && use < 1).length;
  return { near, reached: uses.filter((use) => use >= 1).length };
}

export async function getCareTeam(deps: Deps): Promise<z.input<typeof CareTeam>> {
  return careTeam(deps.database.kysely, deps.clock());
}

async function careTeam(executor: Executor, now: Date): Promise<z.input<typeof CareTeam>> {
  const plan = await loadTeamCare(executor);
  // A day of any zone began within 36 hours.
  const since = new Date(now.getTime() - 8 * 86_400_000);
  const { rows } = await sql<{ staff_id: string; name: string }>`
    select staff_id, name from staff where active and exists (
      select from evidence_exposure one where one.staff_id = staff.staff_id and one.to_at > ${since})
    order by name`.execute(executor);
  const people: { staffId: string; name: string; care: CareState }[] = [];
  for (const { staff_id: staffId, name } of rows) {
    people.push({ staffId, name, care: await loadCare(executor, staffId, now) });
  }
  const states = people.map(({ care }) => care);
  const counts = new Map(careKinds.map((kind) => [kind, countNear(kind, states)]));
  const of = (kind: CareKind): Count => counts.get(kind) ?? null;
  return {
    settings: plan.settings,
    version: plan.version,
    by: plan.name,
    at: plan.at.toISOString(),
    why: plan.why,
    budgets: { child: of('child'), graphic: of('graphic'), text: of('text'), other: of('other') },
    untaken: await loadUntaken(executor),
    shared: people
      .filter(({ care }) => care.own.shares)
      .map(({ staffId, name, care }) => ({ staffId: StaffId.parse(staffId), name, week: care.week })),
  };
}

/** @throws ProblemError `plan-changed`: somebody else was first */
export async function putCareTeam(
  deps: Deps,
  staffId: string,
  { settings, baseVersion, why }: z.output<typeof PutCareTeam>,
): Promise<z.input<typeof CareTeam>> {
  const at = deps.clock();
  return deps.database.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('care-plan', 0))`.execute(tx);
    const { version } = await loadTeamCare(tx);
    if (version !== baseVersion) throw new ProblemError('plan-changed', 'Somebody has changed this meanwhile.');
    await tx
      .insertInto('care_plan')
      .values({ settings: JSON.stringify(settings), staff_id: staffId, at, why })
      .execute();
    const { helpText, ...details } = settings;
    await recordAudit(tx, { staffId, action: 'care.plan', object: null, details: { ...details, why } });
    return careTeam(tx, at);
  });
}
