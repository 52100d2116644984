import type { GivenPower } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from './record-audit.ts';
import { newUuid } from './tokens.ts';
import { type GivingChange, isAlone, powersGiven } from './two-person-powers.ts';

export interface AskedChange extends GivingChange {
  /** Id of the member or of the role. */
  readonly subject: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** Of a reset: all that the member may do comes with the link. */
  readonly gives?: readonly GivenPower[];
}

/** `held`: it was written down and waits for a second person. Else it may be made now, alone where `alone` says so. */
export type Passage = { readonly held: true } | { readonly held: false; readonly alone: boolean };

/**
 * Whether a change of the team may be made now. One that gives power over what cannot be undone waits for its second person,
 * unless there is nobody who could be one (docs/adr/0109). The team is locked.
 */
export async function passOrHold(
  deps: Pick<Deps, 'random' | 'clock'>,
  tx: Transaction,
  asked: AskedChange,
): Promise<Passage> {
  const gives = asked.gives ?? powersGiven(asked.before, asked.after);
  if (gives.length === 0) return { held: false, alone: false };
  const now = deps.clock();
  const { kind, subject, madeBy } = asked;
  if (await isAlone(tx, asked, now)) {
    const details = { kind, subject, gives, why: 'nobody else could be the second person' };
    await recordAudit(tx, { staffId: madeBy, action: 'staff.alone', object: objectOf(asked), details });
    return { held: false, alone: true };
  }
  await tx
    .updateTable('staff_change')
    .set({ state: 'outdated', answered_at: now, answered_by: madeBy })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('state', '=', 'waiting')
    .execute();
  const changeId = newUuid(deps.random);
  await tx
    .insertInto('staff_change')
    .values({
      ...{ change_id: changeId, kind, subject, state: 'waiting' as const, made_by: madeBy, made_at: now },
      ...{ change: JSON.stringify(asked.change), gives: JSON.stringify(gives) },
      ...{ answered_by: null, answered_at: null, reason: null },
    })
    .execute();
  const details = { changeId, kind, change: asked.change, gives };
  await recordAudit(tx, { staffId: madeBy, action: 'staff.change-asked', object: objectOf(asked), details });
  return { held: true };
}

export function objectOf({ kind, subject }: Pick<AskedChange, 'kind' | 'subject'>): string {
  return kind === 'role' ? `role:${subject}` : `staff:${subject}`;
}

/** Thrown after the transaction that has written the change down. */
export function secondPersonNeeded(): ProblemError {
  return new ProblemError('second-person-needed', 'Another member who manages the team has to confirm it.');
}
