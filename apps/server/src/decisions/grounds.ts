import type { DecisionGround } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';
import { loadMessageNumbers } from './message-numbers.ts';
import { loadPictureNumbers } from './picture-numbers.ts';

interface Resting {
  readonly case_id: string;
  readonly rests_on: readonly string[] | null;
}

/** What decisions rest on, by number, each with what is proven of it today. */
export async function loadGrounds(
  executor: Executor,
  decisions: readonly Resting[],
): Promise<(decision: Resting) => DecisionGround[] | null> {
  const resting = decisions.filter((one) => one.rests_on !== null);
  if (resting.length === 0) return () => null;
  const caseIds = [...new Set(resting.map((one) => one.case_id))];
  const items = await executor
    .selectFrom('evidence_item')
    .select(['item_id', 'level'])
    .where('item_id', 'in', [...new Set(resting.flatMap((one) => one.rests_on ?? []))])
    .execute();
  const levels = new Map(items.map(({ item_id, level }) => [item_id, level]));
  const messages = await loadMessageNumbers(executor, caseIds);
  const pictures = await loadPictureNumbers(executor, caseIds);
  const groundOf = (caseId: string, id: string): DecisionGround => {
    const number = messages.get(id);
    return number === undefined
      ? { kind: 'picture', id, number: pictures.get(caseId)?.get(id) ?? 1, level: 'ATTESTED' }
      : { kind: 'message', id, number, level: levels.get(id) ?? 'ASSERTED' };
  };
  return ({ case_id, rests_on }) => {
    if (rests_on === null) return null;
    const grounds = rests_on.map((id) => groundOf(case_id, id));
    return grounds.sort((a, b) => (a.kind === b.kind ? a.number - b.number : a.kind === 'message' ? -1 : 1));
  };
}
