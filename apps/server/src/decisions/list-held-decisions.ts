import type { HeldDecision, Priority } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { categoryLabelOf } from './category-label.ts';
import { loadDecisions } from './load-decisions.ts';
import { loadParts } from './load-parts.ts';
import { notSecondOf } from './two-people.ts';
import { loadUnread } from './unread-evidence.ts';

/** Until when a second person should have answered: what waits for one keeps nobody safe meanwhile. */
export const answerHours: Readonly<Record<Priority, number>> = { P0: 1, P1: 4, P2: 24, P3: 48 };

/** Decisions that wait for a second person, and scheduled ones whose author was locked; those due first before the others, and whether the person who asks can be it. */
export async function listHeldDecisions(
  deps: Deps,
  staffId: string,
): Promise<{ decisions: z.input<typeof HeldDecision>[] }> {
  const { kysely } = deps.database;
  const held = await loadDecisions(kysely, (decisions) =>
    decisions.where((is) =>
      is.or([
        is('decision.state', '=', 'held'),
        // As `isLeft` says; by index decision_scheduled.
        is.and([
          is('decision.state', '=', 'scheduled'),
          is('decision.second_staff_id', 'is', null),
          is('author.active', '=', false),
        ]),
      ]),
    ),
  );
  if (held.length === 0) return { decisions: [] };
  const files = await kysely
    .selectFrom('case_file')
    .select(['case_id', 'case_number', 'category', 'priority', 'level', 'subject_kind', 'subject_id'])
    .where('case_id', 'in', [...new Set(held.map((one) => one.caseId))])
    .execute();
  const fileOf = new Map(files.map((file) => [file.case_id, file]));
  const parts = await loadParts(
    kysely,
    held.map((one) => ({
      decision_id: one.decisionId,
      case_id: one.caseId,
      decided_by: one.decidedBy.staffId,
    })),
  );
  const unread = await loadUnread(kysely, { staffId, decisionIds: held.map((one) => one.decisionId) });
  const decisions = held.flatMap((decision) => {
    const file = fileOf.get(decision.caseId);
    const part = parts.get(decision.decisionId);
    if (file === undefined || part === undefined) return [];
    const waited = Date.parse(decision.decidedAt) + answerHours[file.priority] * 3_600_000;
    const answerBy =
      decision.state === 'scheduled' && decision.startsAt !== null ? Date.parse(decision.startsAt) : waited;
    return [
      {
        ...decision,
        caseNumber: `C-${file.case_number}`,
        category: file.category,
        categoryLabel: categoryLabelOf(file.category),
        priority: file.priority,
        level: file.level,
        accountId: file.subject_kind === 'account' ? file.subject_id : null,
        answerBy: new Date(answerBy).toISOString(),
        notSecond: notSecondOf(part, staffId),
        unread: unread.has(decision.decisionId),
      },
    ];
  });
  return { decisions: decisions.sort((a, b) => (a.answerBy < b.answerBy ? -1 : 1)) };
}
