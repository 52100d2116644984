import type { AppealSide, DecideHearing, HearingPage } from '@wellhouse/protocol';
import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { forgetOutcome, turnOutcome } from '../decisions/count-outcome.ts';
import { type LockedCase, lockCase } from '../decisions/lock-case.ts';
import { reverseDecision } from '../decisions/reverse-decision.ts';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { answerPersons } from './answer-persons.ts';
import { milderChoicesOf, milderRefusalOf, outcomesOf, sidesToldOf, stands } from './appeal-rules.ts';
import { assertMayHear, lockHearing } from './claim-hearing.ts';
import { decideAnew } from './decide-anew.ts';
import { appealLimit, loadHearingPage } from './get-hearing.ts';
import { selectHearings } from './load-hearings.ts';
import { markAppeals } from './mark-unfounded.ts';
import { putMilder } from './put-milder.ts';

type Body = z.output<typeof DecideHearing>;
type Decision = Selectable<DecisionTable>;

/**
 * Ends a hearing: its outcome, what becomes of the decision, and what both sides are told are one commit. Takes the case's row
 * first, as everything does that changes what was decided, so that of two who overturn at once the second is refused.
 * @throws ProblemError `hearing-closed`, `not-claimed`, `not-independent`, `case-changed`, `invalid-request`
 */
export async function decideHearing(
  deps: Deps,
  staffId: string,
  hearingId: string,
  body: Body,
): Promise<z.input<typeof HearingPage>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const { case_id: caseId } = await findCase(tx, hearingId);
    const file = await lockCase(tx, caseId);
    const hearing = await lockHearing(tx, hearingId);
    if (hearing.state === 'decided') throw new ProblemError('hearing-closed');
    await assertMayHear(tx, caseId, staffId);
    if (hearing.claim_staff_id !== staffId || hearing.claim_until === null || hearing.claim_until <= now) {
      throw new ProblemError('not-claimed', 'Claim the appeal first.');
    }
    if (await isUnread(tx, hearing, body.appealCount)) {
      throw new ProblemError('case-changed', 'Somebody else has appealed meanwhile; read the appeals again.');
    }
    const decision = await tx
      .selectFrom('decision')
      .selectAll()
      .where('decision_id', '=', hearing.decision_id)
      .executeTakeFirstOrThrow();
    const sides = await sidesOf(tx, hearingId);
    check(deps, { file, decision, sides, body });
    for (const side of ['person', 'reporter'] as const) {
      const text = body.reasons[side];
      if (text !== null) await refuseNamesIn(tx, { caseIds: [caseId], staffId, text, field: `/body/reasons/${side}` });
    }

    // Before what it does to the decision: whoever ends a decision has had a part in it from then on.
    await tx
      .updateTable('appeal_hearing')
      .set({
        state: 'decided',
        outcome: body.outcome,
        heard_by: staffId,
        heard_at: now,
        reason_person: body.reasons.person,
        reason_reporter: body.reasons.reporter,
        claim_staff_id: null,
        claim_until: null,
      })
      .where('hearing_id', '=', hearingId)
      .execute();
    const { outcome } = body;
    const said = { code: 'heard', hearing: hearing.reference, reference: decision.reference, outcome } as const;
    const line = timelineLine({ caseId, at: now, kind: 'heard', staffId, said });
    await tx.insertInto('case_event').values(line).execute();
    await carryOut(deps, tx, { file, decision, hearingId, staffId, body });
    await markAppeals(deps, tx, { hearingId, caseId, staffId, appealIds: body.unfounded, outcome: body.outcome });
    await recordAudit(tx, {
      staffId,
      action: 'appeal.decide',
      object: `case:${caseId}`,
      details: { hearingId, decisionId: decision.decision_id, outcome: body.outcome, milder: body.milder },
    });
    const row = await selectHearings(tx).where('hearing_id', '=', hearingId).executeTakeFirstOrThrow();
    return loadHearingPage(deps, tx, staffId, row);
  });
}

async function findCase(tx: Transaction, hearingId: string) {
  const row = await tx
    .selectFrom('appeal_hearing')
    .select('case_id')
    .where('hearing_id', '=', hearingId)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  return row;
}

/**
 * Whether somebody appealed whom the hearer has not read. The person's appeal always counts; of reporters those count that a
 * page shows, so that a crowd which appeals on and on keeps the person from no answer.
 */
async function isUnread(
  tx: Transaction,
  hearing: { readonly hearing_id: string; readonly appeal_count: number },
  read: number,
): Promise<boolean> {
  if (hearing.appeal_count <= read) return hearing.appeal_count < read;
  const { rows } = await sql<{ unread: boolean }>`select exists (
      select from (select side, row_number() over (order by received_at, appeal_id) as place from appeal
        where hearing_id = ${hearing.hearing_id}) placed
      where place > ${read} and (side = 'person' or place <= ${appealLimit})) as unread`.execute(tx);
  return rows[0]?.unread ?? true;
}

async function sidesOf(tx: Transaction, hearingId: string): Promise<Set<AppealSide>> {
  const rows = await tx.selectFrom('appeal').select('side').distinct().where('hearing_id', '=', hearingId).execute();
  return new Set(rows.map(({ side }) => side));
}

function check(
  deps: Deps,
  given: { file: LockedCase; decision: Decision; sides: ReadonlySet<AppealSide>; body: Body },
): void {
  const { file, decision, sides, body } = given;
  const facts = { ...decision, endedWhy: decision.ended_why };
  const milder = milderChoicesOf(facts, file.subject_kind, deps.clock());
  if (!outcomesOf(facts, sides, milder.length).includes(body.outcome)) {
    refuse('/body/outcome', 'this cannot come of an appeal of this side against this decision');
  }
  if (body.outcome === 'milder') {
    const refusal = milderRefusalOf(milder, body.milder);
    if (refusal !== null) refuse(refusal.field, refusal.problem);
  } else if (body.milder !== null) {
    refuse('/body/milder', 'nothing stands in the place of the decision with this outcome');
  }
  for (const side of sidesToldOf(body.outcome, decision, sides)) {
    if (body.reasons[side] === null) refuse(`/body/reasons/${side}`, 'this side is told why');
  }
}

function refuse(field: string, problem: string): never {
  throw new ProblemError('invalid-request', `${field}: ${problem}`, { fields: [{ field, problem }] });
}

async function carryOut(
  deps: Deps,
  tx: Transaction,
  given: { file: LockedCase; decision: Decision; hearingId: string; staffId: string; body: Body },
): Promise<void> {
  const { file, decision, hearingId, staffId, body } = given;
  const { outcome } = body;
  const reason = body.reasons.person;
  if (outcome === 'uphold' || !stands({ state: decision.state, endedWhy: decision.ended_why })) {
    return answerPersons(deps, tx, { file, decision, hearingId, outcome, reason });
  }
  await reverseDecision(deps, tx, { decisionId: decision.decision_id, why: 'appeal', staffId, reason });
  switch (outcome) {
    case 'overturn':
      return turnOutcome(tx, decision, deps.clock());
    case 'reopen':
      await forgetOutcome(tx, decision, deps.clock());
      return decideAnew(deps, tx, { file, decision, staffId });
    case 'milder':
      if (body.milder === null || reason === null) throw new Error('put nothing in the place of a decision');
      return putMilder(deps, tx, { file, decision, hearingId, staffId, reason, milder: body.milder });
    default:
      return outcome satisfies never;
  }
}
