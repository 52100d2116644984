import { sql } from 'kysely';

/**
 * For lists that end somewhere: the place of a message among those that its reporter disclosed, the proven reported ones
 * first. Ordered by it everybody's first message comes before anybody's second, so that one person who reports the same
 * case a hundred times pushes nobody else's proof out of sight. Needs `evidence_item` joined with `report`.
 */
export const messageTurn = sql<number>`row_number() over (partition by report.reporter order by
  evidence_item.level = 'ASSERTED', evidence_item.role = 'context', report.accepted_at desc, evidence_item.report_id,
  evidence_item.item_index)`;

/** The same for reports, each reporter's newest first. */
export const reportTurn = sql<number>`row_number() over (partition by report.reporter order by
  report.accepted_at desc, report.report_id)`;
