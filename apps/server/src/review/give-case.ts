import type { CaseSummary, Priority, WorkBar } from '@wellhouse/protocol';
import type { z } from 'zod';
import { claimantOf, lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { summaryOf } from './case-summary.ts';
import { lockClaims, mostClaims } from './live-claims.ts';
import { loadCase } from './load-case.ts';
import { loadWorkFacts, workBarOf } from './may-work.ts';
import { writeEvent } from './write-event.ts';

/** How long a case is kept for whom it was given to; then anybody can claim it. */
export const keptMs: Readonly<Record<Priority, number>> = {
  P0: 5 * 60_000,
  P1: 15 * 60_000,
  P2: 60 * 60_000,
  P3: 60 * 60_000,
};

export interface Gift {
  readonly caseId: string;
  readonly to: string;
  readonly note: string;
}

/**
 * Makes a case another member's, who is told so; who held it holds it no more. Only to somebody who may work on it.
 * `handed-over`: by whoever holds it. `assigned`: by who may assign, whoever holds it.
 */
export async function giveCase(
  deps: Deps,
  staffId: string,
  { kind, caseId, to, note }: Gift & { readonly kind: 'handed-over' | 'assigned' },
): Promise<z.input<typeof CaseSummary>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const file = await lockCase(tx, caseId);
    if (file.state !== 'open') throw new ProblemError('case-closed');
    const holder = claimantOf(file, now);
    if (kind === 'handed-over' && holder !== staffId) throw new ProblemError('not-claimed');
    if (to === holder) throw new ProblemError('already-claimed', 'This person holds the case already.');
    const row = await loadCase(tx, caseId);
    const facts = await loadWorkFacts(tx, { staffId: to, caseId, now });
    if (facts === null) throw new ProblemError('not-found');
    const place = { category: row.category, region: row.region, queueId: row.queue_id };
    const own = kind === 'handed-over';
    const claims = own ? await lockClaims(tx, to, now) : 0;
    const bar = workBarOf({ ...facts, claims }, place, { skills: own, full: own });
    if (bar !== null) throw new ProblemError('not-for-them', reasonOf(bar, claims));
    const keptUntil = new Date(now.getTime() + keptMs[row.priority]);
    await tx
      .updateTable('case_file')
      .set({ claim_staff_id: to, claim_until: keptUntil })
      .where('case_id', '=', caseId)
      .execute();
    // What was asked of somebody about it before is over, but for help.
    await tx
      .updateTable('case_mention')
      .set({ closed_at: now })
      .where('case_id', '=', caseId)
      .where('kind', '<>', 'help')
      .where('closed_at', 'is', null)
      .execute();
    await addMention(deps, tx, { kind, caseId, from: staffId, to, note, at: now, keptUntil });
    const said = { code: kind, to: await nameOf(tx, to) };
    await writeEvent(tx, { caseId, at: now, kind, staffId, said });
    await recordAudit(tx, {
      staffId,
      action: kind === 'assigned' ? 'case.assign' : 'case.hand-over',
      object: `case:${caseId}`,
      details: { to, from: holder },
      at: now,
    });
    return summaryOf(await loadCase(tx, caseId), now);
  });
}

function reasonOf(bar: WorkBar, claims: number): string {
  if (bar === 'full')
    return `They hold ${claims} cases, and one person is handed no more than ${mostClaims}: choose another.`;
  if (bar === 'fell') return 'A decision of theirs about this case fell on appeal: a different person decides it anew.';
  return `It is not for this person: ${bar}.`;
}

export interface NewMention {
  readonly kind: 'handed-over' | 'assigned' | 'help';
  readonly caseId: string;
  readonly from: string;
  readonly to: string | null;
  readonly note: string;
  readonly at: Date;
  readonly keptUntil: Date | null;
}

/** What is written along can quote evidence: it lies under the case's key. */
export async function addMention(deps: Deps, tx: Transaction, mention: NewMention): Promise<void> {
  const mentionId = newUuid(deps.random);
  const vault = mention.note === '' ? null : await openCaseVault(tx, deps.keys, deps.random, mention.caseId);
  if (mention.note !== '' && vault === null) throw new ProblemError('case-closed', 'The case was erased.');
  await tx
    .insertInto('case_mention')
    .values({
      mention_id: mentionId,
      case_id: mention.caseId,
      kind: mention.kind,
      from_staff_id: mention.from,
      to_staff_id: mention.to,
      sealed_note:
        vault === null ? null : await vault.seal(Buffer.from(mention.note, 'utf8'), `case-mention:${mentionId}`),
      at: mention.at,
      kept_until: mention.keptUntil,
      closed_at: null,
    })
    .execute();
}

export async function nameOf(tx: Transaction, staffId: string): Promise<string> {
  const member = await tx.selectFrom('staff').select('name').where('staff_id', '=', staffId).executeTakeFirst();
  if (member === undefined) throw new ProblemError('not-found');
  return member.name;
}
