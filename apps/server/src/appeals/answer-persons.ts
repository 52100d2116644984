import type { HearingOutcome } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { LockedCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { queueEvent } from '../enforcement/queue-event.ts';
import { appealAnswerNotice } from '../notices/reversal-notice.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';

/**
 * Tells those who appealed, and whom the decision concerns, that nothing changes and why. Where something changes they hear of
 * that instead; who reported hears it on the device.
 */
export async function answerPersons(
  deps: Deps,
  tx: Transaction,
  given: {
    readonly file: LockedCase;
    readonly decision: Selectable<DecisionTable>;
    readonly hearingId: string;
    readonly outcome: HearingOutcome;
    readonly reason: string | null;
  },
): Promise<void> {
  const { file, decision, outcome, reason } = given;
  if (reason === null) return;
  const persons = await tx
    .selectFrom('appeal')
    .select('account_id')
    .where('hearing_id', '=', given.hearingId)
    .where('side', '=', 'person')
    .orderBy('account_id')
    .execute();
  const notice = appealAnswerNotice(
    decision,
    { stays: outcome === 'uphold', reason, appeals: deps.config.appeals },
    deps.clock(),
  );
  for (const { account_id: accountId } of persons) {
    const target = {
      hubId: file.hub_id,
      accountId,
      caseId: file.case_id,
      decisionId: decision.decision_id,
      sendAt: null,
    };
    await queueEvent(deps, tx, target, { type: 'appeal.answered', data: { accountId, notice } });
  }
}
