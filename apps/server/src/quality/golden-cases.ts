import { type AnswerGoldenCase, type GoldenCase, GoldenId, type ProposeGoldenCase, StaffId } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import { loadPolicies } from '../decisions/policies.ts';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { assertNotBroughtIn } from '../staff/brought-in.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';

type View = z.input<typeof GoldenCase>;

export async function listGoldenCases(executor: Executor, goldenId: string | null = null): Promise<View[]> {
  let query = executor
    .selectFrom('golden_case as golden')
    .innerJoin('staff as proposer', 'proposer.staff_id', 'golden.proposed_by')
    .leftJoin('staff as answerer', 'answerer.staff_id', 'golden.answered_by')
    .selectAll('golden')
    .select(['proposer.name as proposer_name', 'answerer.name as answerer_name'])
    .select([
      sql<number>`(select count(*)::integer from quality_review review
        where review.golden_id = golden.golden_id and review.state = 'answered')`.as('answered'),
      sql<number>`(select count(*)::integer from quality_review review
        where review.golden_id = golden.golden_id and review.state = 'answered' and review.same_action)`.as(
        'same_action',
      ),
    ])
    .orderBy(sql`array_position(array['proposed', 'agreed', 'refused', 'retired'], golden.state)`)
    .orderBy('golden.proposed_at', 'desc')
    .limit(500);
  if (goldenId !== null) query = query.where('golden.golden_id', '=', goldenId);
  return (await query.execute()).map((row) => ({
    goldenId: GoldenId.parse(row.golden_id),
    category: row.category,
    categoryLabel: categoryLabelOf(row.category),
    messages: row.messages,
    statement: row.statement,
    action: row.action,
    policyId: row.policy_id,
    reasoning: row.reasoning,
    state: row.state,
    proposedBy: { staffId: StaffId.parse(row.proposed_by), name: row.proposer_name },
    proposedAt: row.proposed_at.toISOString(),
    answeredBy:
      row.answered_by === null ? null : { staffId: StaffId.parse(row.answered_by), name: row.answerer_name ?? '' },
    answerReason: row.answer_reason,
    answered: row.answered,
    sameAction: row.same_action,
  }));
}

export async function proposeGoldenCase(
  deps: Deps,
  staffId: string,
  body: z.output<typeof ProposeGoldenCase>,
): Promise<View> {
  const now = deps.clock();
  const policyId = body.action === 'no-action' ? null : body.policyId;
  if (findLeaf(body.category) === undefined) throw invalid('category', 'there is no such kind');
  const policies = await loadPolicies(deps.database.kysely, now);
  if (body.action !== 'no-action' && !policies.some((policy) => policy.policyId === policyId)) {
    throw invalid('policyId', 'name the policy that applies');
  }
  if (!body.messages.some((message) => message.reported)) throw invalid('messages', 'mark one as reported');
  const goldenId = newUuid(deps.random);
  return deps.database.transaction(async (tx) => {
    await tx
      .insertInto('golden_case')
      .values({
        golden_id: goldenId,
        category: body.category,
        messages: JSON.stringify(body.messages),
        statement: body.statement,
        action: body.action,
        policy_id: policyId,
        reasoning: body.reasoning,
        proposed_by: staffId,
        proposed_at: now,
      })
      .execute();
    await log(tx, staffId, 'quality.golden-propose', goldenId);
    return readBack(tx, goldenId);
  });
}

/** The second lead agrees or refuses. Nobody answers their own. */
export async function answerGoldenCase(
  deps: Deps,
  staffId: string,
  goldenId: string,
  body: z.output<typeof AnswerGoldenCase>,
): Promise<View> {
  return deps.database.transaction(async (tx) => {
    const golden = await lock(tx, goldenId);
    if (golden.state !== 'proposed') throw new ProblemError('quality-closed', 'This golden case was answered already.');
    if (golden.proposed_by === staffId) throw new ProblemError('same-person');
    if (body.answer === 'agree') {
      await assertNotBroughtIn(tx, { authorId: golden.proposed_by, staffId, now: deps.clock() });
    }
    await tx
      .updateTable('golden_case')
      .set({
        state: body.answer === 'agree' ? 'agreed' : 'refused',
        answered_by: staffId,
        answered_at: deps.clock(),
        answer_reason: body.reason,
      })
      .where('golden_id', '=', goldenId)
      .execute();
    await log(tx, staffId, `quality.golden-${body.answer}`, goldenId);
    return readBack(tx, goldenId);
  });
}

export async function retireGoldenCase(deps: Deps, staffId: string, goldenId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await lock(tx, goldenId);
    await tx.updateTable('golden_case').set({ state: 'retired' }).where('golden_id', '=', goldenId).execute();
    await log(tx, staffId, 'quality.golden-retire', goldenId);
  });
}

async function lock(tx: Transaction, goldenId: string) {
  const golden = await tx
    .selectFrom('golden_case')
    .select(['state', 'proposed_by'])
    .where('golden_id', '=', goldenId)
    .forUpdate()
    .executeTakeFirst();
  if (golden === undefined) throw new ProblemError('not-found');
  return golden;
}

function log(tx: Transaction, staffId: string, action: string, goldenId: string): Promise<void> {
  return recordAudit(tx, { staffId, action, object: `golden:${goldenId}`, details: {} });
}

async function readBack(executor: Executor, goldenId: string): Promise<View> {
  const [golden] = await listGoldenCases(executor, goldenId);
  if (golden === undefined) throw new ProblemError('not-found');
  return golden;
}

function invalid(field: string, problem: string): ProblemError {
  const path = `/body/${field}`;
  return new ProblemError('invalid-request', `${path}: ${problem}`, { fields: [{ field: path, problem }] });
}
