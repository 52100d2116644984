import { sql } from 'kysely';

/**
 * For lists that end somewhere: the place of a message among those that its reporter disclosed, the proven reported ones
 * first. Ordered by it everybody's first message comes before anybody's second, so that one person who reports the same
 * case a hundred times pushes nobody else's proof out of sight. Of one turn what is proven comes first, and then the oldest
 * and the newest by turns: thousands of new accounts that report a case to bury it come after who reported it before them.
 * Needs `evidence_item` joined with `report`.
 */
export const messageTurn = sql`row(
  row_number() over (partition by report.reporter order by evidence_item.level = 'ASSERTED', evidence_item.role = 'context',
    report.accepted_at desc, evidence_item.report_id, evidence_item.item_index),
  evidence_item.level = 'ASSERTED',
  ${fromBothEnds('evidence_item.item_id')})`;

/** The same for reports, each reporter's newest first. */
export const reportTurn = sql`row(
  row_number() over (partition by report.reporter order by report.accepted_at desc, report.report_id),
  not exists (select from evidence_item where evidence_item.case_id = report.case_id
    and evidence_item.report_id = report.report_id and evidence_item.level <> 'ASSERTED' and evidence_item.role = 'reported'),
  ${fromBothEnds('report.report_id')})`;

/** 1 for the oldest and the newest, 2 for the next ones. */
function fromBothEnds(id: 'evidence_item.item_id' | 'report.report_id') {
  return sql`least(row_number() over (order by report.accepted_at, ${sql.ref(id)}),
    row_number() over (order by report.accepted_at desc, ${sql.ref(id)} desc))`;
}
