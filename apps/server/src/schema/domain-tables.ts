import type { AccountSequenceTable } from './account-sequence.ts';
import type { CaseDraftTable } from './case-draft.ts';
import type { CaseEventTable } from './case-event.ts';
import type { CaseFileTable } from './case-file.ts';
import type { CaseKeyTable } from './case-key.ts';
import type { CaseOutcomeTable } from './case-outcome.ts';
import type { CaseReporterTable } from './case-reporter.ts';
import type { CaseSignalTable } from './case-signal.ts';
import type { DecisionTable } from './decision.ts';
import type { DecisionBatchCaseTable, DecisionBatchTable } from './decision-batch.ts';
import type { DeliveryTable } from './delivery.ts';
import type { EvidenceItemTable } from './evidence-item.ts';
import type { EvidencePictureTable } from './evidence-picture.ts';
import type { EvidenceViewTable } from './evidence-view.ts';
import type { EvidenceViewPictureTable } from './evidence-view-picture.ts';
import type { HubKeyTable } from './hub-key.ts';
import type { MacroTable } from './macro.ts';
import type { PolicyVersionTable } from './policy-version.ts';
import type { ReportTable } from './report.ts';
import type { ReportAttachmentTable } from './report-attachment.ts';
import type { ReporterRecordTable } from './reporter-record.ts';
import type { StrikeTable } from './strike.ts';

/** Tables of the way from report to notice; one line a table. */
export interface DomainTables {
  hub_key: HubKeyTable;
  report: ReportTable;
  report_attachment: ReportAttachmentTable;
  case_file: CaseFileTable;
  case_key: CaseKeyTable;
  case_reporter: CaseReporterTable;
  case_outcome: CaseOutcomeTable;
  reporter_record: ReporterRecordTable;
  case_draft: CaseDraftTable;
  case_event: CaseEventTable;
  case_signal: CaseSignalTable;
  evidence_item: EvidenceItemTable;
  evidence_picture: EvidencePictureTable;
  evidence_view: EvidenceViewTable;
  evidence_view_picture: EvidenceViewPictureTable;
  decision: DecisionTable;
  decision_batch: DecisionBatchTable;
  decision_batch_case: DecisionBatchCaseTable;
  policy_version: PolicyVersionTable;
  strike: StrikeTable;
  macro: MacroTable;
  delivery: DeliveryTable;
  account_sequence: AccountSequenceTable;
}
