import type { CaseLimits, CasePeople } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadCase } from './load-case.ts';
import { loadConversation } from './load-conversation.ts';
import { loadHistories } from './load-histories.ts';
import { loadReporters } from './load-reporters.ts';
import { logLook } from './log-look.ts';
import { goesOn, loadOwnView } from './own-view.ts';
import { type PeopleScope, seenCases } from './people-scope.ts';

/** Other cases about the subject, and about anybody else. */
const shownOfSubject = 20;
const shownOfOthers = 3;
const shownWriters = 50;

/**
 * Everybody of a case: whom it is about, who reported it, and, within an own look at its evidence that is not over, who else wrote
 * what was disclosed. With their histories, as far as the reader's limits go.
 * A look that is over gives what no look gives: a page asks once more while it closes.
 * @throws ProblemError `not-found`, also for a look at another case or of somebody else
 */
export async function getCasePeople(
  deps: Deps,
  { caseId, viewId, staffId }: { readonly caseId: string; readonly viewId: string | null; readonly staffId: string },
  limits: CaseLimits,
): Promise<z.input<typeof CasePeople>> {
  const { kysely } = deps.database;
  const row = await loadCase(kysely, caseId);
  const isWithinLook = viewId !== null && (await lasts(deps, { caseId, viewId, staffId }));
  await logLook(deps, staffId, caseId);
  const { hub_id: hubId, subject_kind: kind, subject_id: id, drill } = row;
  const scope: PeopleScope = { caseId, hubId, drill, now: deps.clock(), seen: seenCases(staffId, limits, drill) };
  const known = await loadReporters(kysely, scope, { kind, id });
  const names = new Set(known.map(({ accountId }) => accountId));
  const isKnown = (one: string) => one === id || names.has(one);
  const written = isWithinLook ? await loadWriters(deps, caseId, isKnown) : null;
  const about = await loadHistories(kysely, scope, { kind, ids: [id], shown: shownOfSubject });
  const others = [...names, ...(written ?? []).map(({ accountId }) => accountId)];
  const histories = await loadHistories(kysely, scope, { kind: 'account', ids: others, shown: shownOfOthers });
  return {
    subject: kind === 'account' ? { kind, accountId: id, hubId } : { kind, groupId: id, hubId },
    about: about(id),
    reporters: known.map((one) => ({ ...one, about: histories(one.accountId) })),
    reporterCount: row.reporter_count,
    writers: written?.map((one) => ({ ...one, about: histories(one.accountId) })) ?? null,
  };
}

async function lasts(
  deps: Deps,
  { caseId, viewId, staffId }: { readonly caseId: string; readonly viewId: string; readonly staffId: string },
): Promise<boolean> {
  const view = await loadOwnView(deps.database.kysely, viewId, staffId);
  if (view.case_id !== caseId) throw new ProblemError('not-found');
  return goesOn(view, deps.clock());
}

/** Who else wrote a disclosed message, who wrote most first. */
async function loadWriters(deps: Deps, caseId: string, isKnown: (accountId: string) => boolean) {
  const counts = new Map<string, number>();
  for (const entry of await loadConversation(deps, caseId)) {
    if (entry.type === 'message' && !isKnown(entry.sender)) {
      counts.set(entry.sender, (counts.get(entry.sender) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([accountId, messages]) => ({ accountId, messages }))
    .sort((a, b) => b.messages - a.messages || (a.accountId < b.accountId ? -1 : 1))
    .slice(0, shownWriters);
}
