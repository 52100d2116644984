import { hash } from 'node:crypto';
import type { AppealView, MakeAppeal } from '@wellhouse/protocol';
import type { z } from 'zod';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createReference } from '../platform/reference.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { newUuid } from '../staff/tokens.ts';
import type { Appealable } from './appeal-party.ts';
import { appealRefusalOf, hearingDueAt } from './appeal-rules.ts';
import { appealView, findAppeal, isOf, loadAppealFacts } from './own-appeal.ts';

type Body = z.output<typeof MakeAppeal>;

/**
 * Files an appeal, whose words stand under the case's key from the first moment. It joins the hearing of the decision that is
 * open, or opens one. Sent again, it is answered alike.
 * @throws ProblemError `idempotency-key-reused`, and every code of AppealRefusal
 */
export async function makeAppeal(deps: Deps, appealable: Appealable, body: Body): Promise<z.input<typeof AppealView>> {
  const now = deps.clock();
  const { party, caseId, decisionId } = appealable;
  const digest = hash('sha256', JSON.stringify([decisionId ?? '', body.statement, body.locale]), 'buffer');
  return deps.database.transaction(async (tx) => {
    const file = await lockCase(tx, caseId);
    const known = await findAppeal(tx, body.appealId);
    if (known !== undefined) {
      // One answer for other words and for another person: it must not say whether somebody else used the id.
      if (!isOf(known, party) || !sameWords(known, body, digest)) throw new ProblemError('idempotency-key-reused');
      return appealView(known, now);
    }
    const facts = await loadAppealFacts(tx, appealable, now);
    const refusal = facts === null ? 'decision-closed' : appealRefusalOf(facts, now);
    if (refusal !== null) throw new ProblemError(refusal);
    const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
    if (vault === null || decisionId === null) {
      throw new ProblemError('decision-closed', 'The case was erased; write to the address of the notice.');
    }
    const hearing = await joinHearing(deps, tx, { caseId, decisionId, now });
    const sealed = await vault.seal(Buffer.from(body.statement, 'utf8'), `appeal:${body.appealId}`);
    await tx
      .insertInto('appeal')
      .values({
        appeal_id: body.appealId,
        hearing_id: hearing.hearing_id,
        decision_id: decisionId,
        case_id: caseId,
        side: party.side,
        hub_id: party.hubId,
        account_id: party.accountId,
        report_id: party.reportId,
        body_digest: digest,
        statement: sealed,
        locale: body.locale,
        received_at: now,
      })
      .execute();
    const said = { code: 'appealed', side: party.side, hearing: hearing.reference } as const;
    const line = timelineLine({ caseId: file.case_id, at: now, kind: 'appealed', staffId: null, said });
    await tx.insertInto('case_event').values(line).execute();
    const made = await findAppeal(tx, body.appealId);
    if (made === undefined) throw new Error(`read appeal ${body.appealId} back`);
    return appealView(made, now);
  });
}

/** A reporter's may have been made against a decision that another one has replaced since. */
function sameWords(known: { readonly decision_id: string; readonly body_digest: Buffer }, body: Body, digest: Buffer) {
  const then = hash('sha256', JSON.stringify([known.decision_id, body.statement, body.locale]), 'buffer');
  return known.body_digest.equals(digest) || known.body_digest.equals(then);
}

async function joinHearing(
  deps: Deps,
  tx: Transaction,
  given: { readonly caseId: string; readonly decisionId: string; readonly now: Date },
) {
  const joined = await tx
    .updateTable('appeal_hearing')
    .set((query) => ({ appeal_count: query('appeal_count', '+', 1) }))
    .where('decision_id', '=', given.decisionId)
    .where('state', '=', 'open')
    .returning(['hearing_id', 'reference'])
    .executeTakeFirst();
  if (joined !== undefined) return joined;
  const { priority } = await tx
    .selectFrom('case_file')
    .select('priority')
    .where('case_id', '=', given.caseId)
    .executeTakeFirstOrThrow();
  return tx
    .insertInto('appeal_hearing')
    .values({
      hearing_id: newUuid(deps.random),
      reference: createReference('A', deps.random(7)),
      decision_id: given.decisionId,
      case_id: given.caseId,
      opened_at: given.now,
      due_at: hearingDueAt(given.now, priority),
      appeal_count: 1,
    })
    .returning(['hearing_id', 'reference'])
    .executeTakeFirstOrThrow();
}
