import { type Macro, MacroId, type WriteMacro } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';

type View = z.input<typeof Macro>;

export async function listMacros(deps: Deps): Promise<{ macros: View[] }> {
  return { macros: await loadMacros(deps.database.kysely) };
}

async function loadMacros(executor: Executor): Promise<View[]> {
  const rows = await executor
    .selectFrom('macro')
    .innerJoin('staff', 'staff.staff_id', 'macro.updated_by')
    .select(['macro_id', 'audience', 'title', 'policy_id', 'categories', 'texts', 'staff.name', 'updated_at'])
    .where('macro.active', '=', true)
    .orderBy(sql`lower(title)`)
    .limit(500)
    .execute();
  return rows.map((row) => ({
    macroId: MacroId.parse(row.macro_id),
    audience: row.audience,
    title: row.title,
    policyId: row.policy_id,
    categories: row.categories,
    texts: row.texts,
    updatedBy: row.name,
    updatedAt: row.updated_at.toISOString(),
  }));
}

/** Writes a text or changes it; what was decided with it keeps the words it had. */
export async function writeMacro(
  deps: Deps,
  staffId: string,
  macroId: string,
  body: z.output<typeof WriteMacro>,
): Promise<View> {
  const now = deps.clock();
  const unknown = body.categories.find((category) => findLeaf(category) === undefined);
  if (unknown !== undefined) throw invalid('categories', `there is no kind of abuse ${unknown}`);
  return deps.database.transaction(async (tx) => {
    const same = await tx
      .selectFrom('macro')
      .select('macro_id')
      .where(sql`lower(title)`, '=', body.title.toLowerCase())
      .where('active', '=', true)
      .where('macro_id', '<>', macroId)
      .executeTakeFirst();
    if (same !== undefined) throw invalid('title', 'another text has this title');
    const words = {
      audience: body.audience,
      title: body.title,
      policy_id: body.policyId,
      categories: JSON.stringify(body.categories),
      texts: JSON.stringify(body.texts),
      active: true,
      updated_by: staffId,
      updated_at: now,
    };
    await tx
      .insertInto('macro')
      .values({ macro_id: macroId, ...words, created_by: staffId, created_at: now })
      .onConflict((conflict) => conflict.column('macro_id').doUpdateSet(words))
      .execute();
    await recordAudit(tx, {
      staffId,
      action: 'macro.write',
      object: `macro:${macroId}`,
      details: { title: body.title },
    });
    const found = (await loadMacros(tx)).find((one) => one.macroId === macroId);
    if (found === undefined) throw new Error(`read text ${macroId} back`);
    return found;
  });
}

export async function retireMacro(deps: Deps, staffId: string, macroId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const retired = await tx
      .updateTable('macro')
      .set({ active: false, updated_by: staffId, updated_at: deps.clock() })
      .where('macro_id', '=', macroId)
      .where('active', '=', true)
      .returning('title')
      .executeTakeFirst();
    if (retired === undefined) throw new ProblemError('not-found');
    const details = { title: retired.title };
    await recordAudit(tx, { staffId, action: 'macro.retire', object: `macro:${macroId}`, details });
  });
}

function invalid(field: string, problem: string): ProblemError {
  return new ProblemError('invalid-request', `/body/${field}: ${problem}`, {
    fields: [{ field: `/body/${field}`, problem }],
  });
}
