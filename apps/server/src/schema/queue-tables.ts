import type { CaseMentionTable } from './case-mention.ts';
import type { CaseOrderTable } from './case-order.ts';
import type { CaseViewerTable } from './case-viewer.ts';
import type { OnDutyTable } from './on-duty.ts';
import type { PageTable } from './page.ts';
import type { PageDeliveryTable } from './page-delivery.ts';
import type { PageStageTable } from './page-stage.ts';
import type { PageWatchTable } from './page-watch.ts';
import type { QueueLaneTable } from './queue-lane.ts';
import type { QueuePlanTable } from './queue-plan.ts';
import type { StaffSkillTable } from './staff-skill.ts';
import type { UntakenAlarmTable } from './untaken-alarm.ts';

/** Tables of queues, claims, clocks and pages; one line a table. */
export interface QueueTables {
  queue_plan: QueuePlanTable;
  queue_lane: QueueLaneTable;
  staff_skill: StaffSkillTable;
  case_viewer: CaseViewerTable;
  case_mention: CaseMentionTable;
  case_order: CaseOrderTable;
  on_duty: OnDutyTable;
  page: PageTable;
  page_stage: PageStageTable;
  page_delivery: PageDeliveryTable;
  page_watch: PageWatchTable;
  untaken_alarm: UntakenAlarmTable;
}
