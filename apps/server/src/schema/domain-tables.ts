import type { AccountSequenceTable } from './account-sequence.ts';
import type { CaseEventTable } from './case-event.ts';
import type { CaseFileTable } from './case-file.ts';
import type { CaseKeyTable } from './case-key.ts';
import type { CaseReporterTable } from './case-reporter.ts';
import type { DecisionTable } from './decision.ts';
import type { DeliveryTable } from './delivery.ts';
import type { EvidenceItemTable } from './evidence-item.ts';
import type { EvidencePictureTable } from './evidence-picture.ts';
import type { EvidenceViewTable } from './evidence-view.ts';
import type { EvidenceViewPictureTable } from './evidence-view-picture.ts';
import type { HubKeyTable } from './hub-key.ts';
import type { ReportTable } from './report.ts';
import type { ReportAttachmentTable } from './report-attachment.ts';

/** Tables of the way from report to notice; one line a table. */
export interface DomainTables {
  hub_key: HubKeyTable;
  report: ReportTable;
  report_attachment: ReportAttachmentTable;
  case_file: CaseFileTable;
  case_key: CaseKeyTable;
  case_reporter: CaseReporterTable;
  case_event: CaseEventTable;
  evidence_item: EvidenceItemTable;
  evidence_picture: EvidencePictureTable;
  evidence_view: EvidenceViewTable;
  evidence_view_picture: EvidenceViewPictureTable;
  decision: DecisionTable;
  delivery: DeliveryTable;
  account_sequence: AccountSequenceTable;
}
