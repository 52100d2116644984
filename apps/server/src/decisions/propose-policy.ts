import type { AnswerPolicy, PolicyVersion, ProposePolicy, ProposePolicyEnd } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { assertNotBroughtIn } from '../staff/brought-in.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadPolicyVersions } from './policy-versions.ts';

type View = z.input<typeof PolicyVersion>;

/** Proposes a version of a policy. It changes nothing before another person approves it, and nothing before it begins. */
export async function proposePolicy(
  deps: Deps,
  staffId: string,
  policyId: string,
  body: z.output<typeof ProposePolicy>,
): Promise<View> {
  const now = deps.clock();
  for (const category of body.categories) {
    if (findLeaf(category) === undefined) throw invalid('categories', `there is no kind of abuse ${category}`);
  }
  return deps.database.transaction((tx) => insertProposal(tx, { policyId, staffId, now, body, ends: false }));
}

/**
 * Proposes that a policy ends: a last version with the words that it has, under which nothing is decided. It can begin anew
 * with a later version.
 * @throws ProblemError `not-found` where none is in force, `policy-changed` while another proposal waits
 */
export async function proposePolicyEnd(
  deps: Deps,
  staffId: string,
  policyId: string,
  { effectiveFrom, changeNote }: z.output<typeof ProposePolicyEnd>,
): Promise<View> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const inForce = (await loadPolicyVersions(tx, now)).find(
      (one) => one.policyId === policyId && one.state === 'in-force' && !one.ends,
    );
    if (inForce === undefined) throw new ProblemError('not-found', 'No version of this policy is in force.');
    // Told apart from wordings, and from an end that somebody refused or that a later version took back.
    const version = `end-${now.toISOString().slice(0, 19).replaceAll(':', '')}`;
    const row = { ...inForce, version, effectiveFrom, changeNote };
    return insertProposal(tx, { policyId, staffId, now, body: row, ends: true });
  });
}

async function insertProposal(
  tx: Transaction,
  given: {
    readonly policyId: string;
    readonly staffId: string;
    readonly now: Date;
    readonly body: z.input<typeof ProposePolicy>;
    readonly ends: boolean;
  },
): Promise<View> {
  const { policyId, staffId, now, body, ends } = given;
  const added = await tx
    .insertInto('policy_version')
    .values({
      policy_id: policyId,
      version: body.version,
      titles: JSON.stringify(body.titles),
      summaries: JSON.stringify(body.summaries),
      texts: JSON.stringify(body.texts),
      categories: JSON.stringify(body.categories),
      ladder: JSON.stringify(body.ladder),
      strike_rule: JSON.stringify(body.strikeRule),
      ends,
      state: 'proposed',
      effective_from: new Date(body.effectiveFrom),
      change_note: body.changeNote,
      proposed_by: staffId,
      proposed_at: now,
      answered_by: null,
      answered_at: null,
      answer_reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  if (added === undefined) {
    throw new ProblemError('policy-changed', 'There is a version of this name, or one that waits for an answer.');
  }
  const details = { policyId, version: body.version, effectiveFrom: body.effectiveFrom, ...(ends && { ends }) };
  await recordAudit(tx, { staffId, action: 'policy.propose', object: `policy:${policyId}`, details });
  return readOne(tx, policyId, body.version, now);
}

/** Approves or refuses a version. Its proposer cannot; what was to begin by now begins with the approval. */
export async function answerPolicy(
  deps: Deps,
  staffId: string,
  { policyId, version }: { readonly policyId: string; readonly version: string },
  { answer, reason }: z.output<typeof AnswerPolicy>,
): Promise<View> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const row = await tx
      .selectFrom('policy_version')
      .select(['state', 'proposed_by', 'effective_from'])
      .where('policy_id', '=', policyId)
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError('not-found');
    if (row.state !== 'proposed') throw new ProblemError('change-closed');
    if (row.proposed_by === staffId) throw new ProblemError('same-person', 'Another person has to answer a proposal.');
    if (answer === 'approve' && row.proposed_by !== null) {
      await assertNotBroughtIn(tx, { authorId: row.proposed_by, staffId, now });
    }
    await tx
      .updateTable('policy_version')
      .set({
        state: answer === 'approve' ? 'approved' : 'refused',
        // Never in force for a time before anybody had approved it: decisions made then were made under another.
        effective_from: answer === 'approve' && row.effective_from < now ? now : row.effective_from,
        answered_by: staffId,
        answered_at: now,
        answer_reason: reason,
      })
      .where('policy_id', '=', policyId)
      .where('version', '=', version)
      .execute();
    const details = { policyId, version, reason };
    await recordAudit(tx, { staffId, action: `policy.${answer}`, object: `policy:${policyId}`, details });
    return readOne(tx, policyId, version, now);
  });
}

async function readOne(tx: Transaction, policyId: string, version: string, now: Date): Promise<View> {
  const all = await loadPolicyVersions(tx, now);
  const found = all.find((one) => one.policyId === policyId && one.version === version);
  if (found === undefined) throw new Error(`read policy ${policyId} ${version} back`);
  return found;
}

function invalid(field: string, problem: string): ProblemError {
  return new ProblemError('invalid-request', `/body/${field}: ${problem}`, {
    fields: [{ field: `/body/${field}`, problem }],
  });
}
