import { withDrillHub } from './cases/drill-hub.ts';
import type { Deps } from './deps.ts';
import { createDeliverAction } from './enforcement/deliver-action.ts';
import { createMarkContradiction } from './evidence/mark-contradiction.ts';
import { createOpenPicture } from './evidence/open-picture.ts';
import { createVerifyAgain } from './evidence/verify-again.ts';
import { createVerifyReport } from './evidence/verify-report.ts';
import { createSendListFeedback } from './lists/send-list-feedback.ts';
import { createSyncList } from './lists/sync-list.ts';
import type { JobHandlers } from './platform/jobs/job.ts';

/** The handler of every kind of job that the features enqueue. */
export function domainJobs(given: Deps): JobHandlers {
  const deps = withDrillHub(given);
  return {
    'verify-report': createVerifyReport(deps),
    'verify-again': createVerifyAgain(deps),
    'mark-contradiction': createMarkContradiction(deps),
    'open-picture': createOpenPicture(deps),
    'deliver-action': createDeliverAction(deps),
    'sync-list': createSyncList(deps),
    'send-list-feedback': createSendListFeedback(deps),
  };
}
