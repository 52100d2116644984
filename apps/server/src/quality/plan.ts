import type { PutQualityPlan, QualityPlan } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { recordAudit } from '../staff/record-audit.ts';

export async function currentPlan(executor: Executor) {
  return executor
    .selectFrom('quality_plan')
    .leftJoin('staff', 'staff.staff_id', 'quality_plan.staff_id')
    .select(['version', 'share', 'rules', 'golden_every', 'quality_plan.staff_id', 'at', 'reason', 'staff.name'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

export async function getQualityPlan(deps: Pick<Deps, 'database'>): Promise<z.input<typeof QualityPlan>> {
  const plan = await currentPlan(deps.database.kysely);
  return {
    version: plan.version,
    share: plan.share,
    rules: plan.rules,
    goldenEvery: plan.golden_every,
    setAt: plan.staff_id === null ? null : plan.at.toISOString(),
    setBy: plan.name,
    reason: plan.reason,
  };
}

/** A new version; decisions that went through the draw before are not drawn anew. */
export async function putQualityPlan(
  deps: Deps,
  staffId: string,
  body: z.output<typeof PutQualityPlan>,
): Promise<z.input<typeof QualityPlan>> {
  await deps.database.transaction(async (tx) => {
    const { version } = await tx
      .insertInto('quality_plan')
      .values({
        share: body.share,
        rules: JSON.stringify(body.rules),
        golden_every: body.goldenEvery,
        staff_id: staffId,
        at: deps.clock(),
        reason: body.reason,
      })
      .returning('version')
      .executeTakeFirstOrThrow();
    const { share, goldenEvery, reason, rules } = body;
    const details = { version, share, goldenEvery, rules, reason };
    await recordAudit(tx, { staffId, action: 'quality.plan', object: null, details });
  });
  return getQualityPlan(deps);
}
