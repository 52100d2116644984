import type { ExportTable } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { ExportedTable } from './export-table.ts';

const caseNumber = {
  name: 'case_number',
  type: 'text',
  means: 'Number of the case as the console shows it',
  value: sql`'C-' || file.case_number`,
} as const;

/** Every table with its columns. No account, no member of the team and no word of a message stands in any. */
export const exportedTables: Readonly<Record<ExportTable, ExportedTable>> = {
  cases: {
    from: sql`case_file file`,
    where: sql`true`,
    at: sql`file.opened_at`,
    id: sql`file.case_id`,
    columns: [
      caseNumber,
      { name: 'hub', type: 'text', means: 'Delivery service', value: sql`file.hub_id` },
      { name: 'about', type: 'text', means: 'account or group', value: sql`file.subject_kind` },
      { name: 'kind', type: 'text', means: 'Kind of abuse, a leaf of the taxonomy', value: sql`file.category` },
      { name: 'priority', type: 'text', means: 'P0 to P3', value: sql`file.priority` },
      { name: 'level', type: 'text', means: 'VERIFIED, ATTESTED or ASSERTED', value: sql`file.level` },
      { name: 'state', type: 'text', means: 'open, held or decided', value: sql`file.state` },
      { name: 'opened_at', type: 'timestamp', means: 'First report', value: sql`file.opened_at` },
      { name: 'review_due_at', type: 'timestamp', means: 'Until when to have looked', value: sql`file.review_due_at` },
      { name: 'due_at', type: 'timestamp', means: 'Until when to have decided', value: sql`file.due_at` },
      { name: 'first_review_at', type: 'timestamp', means: 'First look at it', value: sql`file.first_review_at` },
      { name: 'decided_at', type: 'timestamp', means: 'Decision in force', value: sql`file.decided_at` },
      { name: 'reports', type: 'integer', means: 'Reports in it', value: sql`file.report_count` },
      { name: 'reporters', type: 'integer', means: 'Different people who reported', value: sql`file.reporter_count` },
      { name: 'pictures', type: 'integer', means: 'Pictures of shared albums in it', value: sql`file.picture_count` },
      { name: 'danger', type: 'boolean', means: 'Somebody said: danger right now', value: sql`file.danger` },
      { name: 'child', type: 'boolean', means: 'Somebody said: a child is harmed', value: sql`file.child` },
      { name: 'drill', type: 'boolean', means: 'A rehearsal', value: sql`file.drill` },
    ],
  },
  decisions: {
    from: sql`decision join case_file file using (case_id)`,
    where: sql`true`,
    at: sql`decision.decided_at`,
    id: sql`decision.decision_id`,
    columns: [
      { name: 'reference', type: 'text', means: 'What an appeal names', value: sql`decision.reference` },
      caseNumber,
      { name: 'kind', type: 'text', means: 'Kind of abuse of the case', value: sql`file.category` },
      { name: 'priority', type: 'text', means: 'P0 to P3', value: sql`file.priority` },
      { name: 'action', type: 'text', means: 'What was decided', value: sql`decision.action` },
      { name: 'policy', type: 'text', means: 'Policy it rests on', value: sql`decision.policy_id` },
      { name: 'policy_version', type: 'text', means: 'Its version then', value: sql`decision.policy_version` },
      { name: 'state', type: 'text', means: 'held, in-force, refused and so on', value: sql`decision.state` },
      { name: 'decided_at', type: 'timestamp', means: 'When', value: sql`decision.decided_at` },
      { name: 'until', type: 'timestamp', means: 'End of a timed action', value: sql`decision.until` },
      { name: 'author', type: 'text', means: 'Pseudonym', value: sql`decision.decided_by`, staff: true },
      { name: 'second', type: 'text', means: 'Pseudonym', value: sql`decision.second_staff_id`, staff: true },
      { name: 'second_at', type: 'timestamp', means: 'Answer of the second person', value: sql`decision.second_at` },
      {
        name: 'changed_on_appeal',
        type: 'boolean',
        means: 'An appeal did not leave it as it was; empty while none was heard',
        value: sql`(select bool_or(hearing.outcome <> 'uphold') from appeal_hearing hearing
          where hearing.decision_id = decision.decision_id and hearing.state = 'decided')`,
      },
      { name: 'drill', type: 'boolean', means: 'A rehearsal', value: sql`file.drill` },
    ],
  },
  appeals: {
    from: sql`appeal_hearing hearing join decision using (decision_id) join case_file file on file.case_id = hearing.case_id`,
    where: sql`true`,
    at: sql`hearing.opened_at`,
    id: sql`hearing.hearing_id`,
    columns: [
      { name: 'reference', type: 'text', means: 'What those who appeal are told', value: sql`hearing.reference` },
      { name: 'decision', type: 'text', means: 'Reference of the decision', value: sql`decision.reference` },
      caseNumber,
      { name: 'kind', type: 'text', means: 'Kind of abuse of the case', value: sql`file.category` },
      { name: 'priority', type: 'text', means: 'P0 to P3', value: sql`file.priority` },
      { name: 'action', type: 'text', means: 'What had been decided', value: sql`decision.action` },
      { name: 'state', type: 'text', means: 'open or decided', value: sql`hearing.state` },
      { name: 'opened_at', type: 'timestamp', means: 'First appeal', value: sql`hearing.opened_at` },
      { name: 'due_at', type: 'timestamp', means: 'End of its clock', value: sql`hearing.due_at` },
      { name: 'heard_at', type: 'timestamp', means: 'When it was answered', value: sql`hearing.heard_at` },
      { name: 'outcome', type: 'text', means: 'uphold, milder, overturn or reopen', value: sql`hearing.outcome` },
      { name: 'hearer', type: 'text', means: 'Pseudonym', value: sql`hearing.heard_by`, staff: true },
      {
        name: 'persons',
        type: 'integer',
        means: 'Persons concerned who appealed',
        value: sql`(select count(*)::integer from appeal
          where appeal.hearing_id = hearing.hearing_id and side = 'person')`,
      },
      {
        name: 'reporters',
        type: 'integer',
        means: 'Reporters who appealed',
        value: sql`(select count(*)::integer from appeal
          where appeal.hearing_id = hearing.hearing_id and side = 'reporter')`,
      },
      { name: 'drill', type: 'boolean', means: 'A rehearsal', value: sql`file.drill` },
    ],
  },
  reports: {
    from: sql`report left join case_file file using (case_id)`,
    where: sql`true`,
    at: sql`report.accepted_at`,
    id: sql`report.report_id`,
    columns: [
      { name: 'reference', type: 'text', means: 'As the reporter has it', value: sql`report.reference` },
      { name: 'hub', type: 'text', means: 'Delivery service', value: sql`report.hub_id` },
      { ...caseNumber, means: 'Case it was filed in; empty while it waits or cannot be read' },
      { name: 'state', type: 'text', means: 'submitted, filed or unreadable', value: sql`report.state` },
      { name: 'problem', type: 'text', means: 'Why it cannot be read', value: sql`report.problem_code` },
      { name: 'locale', type: 'text', means: 'Language of the reporter', value: sql`report.locale` },
      { name: 'accepted_at', type: 'timestamp', means: 'When it was acknowledged', value: sql`report.accepted_at` },
      { name: 'verified_at', type: 'timestamp', means: 'When it was filed', value: sql`report.verified_at` },
      { name: 'wants_notices', type: 'boolean', means: 'Wants to hear the outcome', value: sql`report.wants_notices` },
      { name: 'told_at', type: 'timestamp', means: 'Outcome first fetched by the device', value: sql`report.told_at` },
    ],
  },
  looks: {
    from: sql`evidence_view look join case_file file using (case_id)`,
    // While a decision is reviewed a second time, its author must not find out here; the look comes out once that is over.
    where: sql`not exists (select from quality_review review where review.case_id = look.case_id
      and review.staff_id = look.staff_id and review.state = 'taken')`,
    at: sql`look.started_at`,
    id: sql`look.view_id`,
    columns: [
      caseNumber,
      { name: 'reader', type: 'text', means: 'Pseudonym', value: sql`look.staff_id`, staff: true },
      { name: 'purpose', type: 'text', means: 'What for', value: sql`look.purpose` },
      { name: 'reason', type: 'text', means: 'Why, of whoever had not claimed the case', value: sql`look.reason` },
      { name: 'started_at', type: 'timestamp', means: 'When', value: sql`look.started_at` },
      { name: 'ended_at', type: 'timestamp', means: 'Until when, if it ended', value: sql`look.ended_at` },
      { name: 'visible_ms', type: 'integer', means: 'Milliseconds on a screen', value: sql`look.visible_ms` },
      { name: 'messages', type: 'integer', means: 'Messages that were shown', value: sql`look.items` },
      {
        name: 'pictures_handed_out',
        type: 'integer',
        means: 'Pictures whose bytes were handed out, covered as they are at first',
        value: sql`(select count(*)::integer from evidence_view_picture one
            where one.view_id = look.view_id and one.fetched_at is not null)
          + (select count(*)::integer from album_picture_view one where one.view_id = look.view_id)`,
      },
      {
        name: 'pictures',
        type: 'integer',
        means: 'Pictures that were uncovered',
        value: sql`(select count(*)::integer from evidence_view_picture one
            where one.view_id = look.view_id and one.uncovered_ms > 0)
          + (select count(*)::integer from album_picture_view one
            where one.view_id = look.view_id and one.uncovered_ms > 0)`,
      },
      {
        name: 'uncovered_ms',
        type: 'integer',
        means: 'Milliseconds for which they were, together',
        value: sql`(select coalesce(sum(uncovered_ms), 0)::integer from evidence_view_picture one
            where one.view_id = look.view_id)
          + (select coalesce(sum(uncovered_ms), 0)::integer from album_picture_view one
            where one.view_id = look.view_id)`,
      },
    ],
  },
};
