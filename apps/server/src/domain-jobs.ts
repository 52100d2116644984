import { createAlbumWork } from './albums/album-work.ts';
import { createDropCasePicture } from './albums/case-bytes.ts';
import { createCheckPicture } from './albums/check-picture.ts';
import type { CheckTools } from './albums/check-tools.ts';
import { createCleanPictureBlobs } from './albums/clean-picture-blobs.ts';
import { createFetchPicture } from './albums/fetch-picture.ts';
import { createRehousePictures } from './albums/rehouse-pictures.ts';
import { createReweighPicture } from './albums/reweigh-picture.ts';
import { createReweighPictures } from './albums/reweigh-pictures.ts';
import { createTellHubOfPicture } from './albums/tell-hub-of-picture.ts';
import { createWeighVoices } from './cases/weigh-voices.ts';
import { createDecideBatch, createUndoBatch } from './decisions/decide-batch.ts';
import { createBeginDecision, createEndDecision } from './decisions/timed-decisions.ts';
import type { Deps } from './deps.ts';
import { createDeliverAction } from './enforcement/deliver-action.ts';
import { createMarkContradiction } from './evidence/mark-contradiction.ts';
import { createOpenPicture } from './evidence/open-picture.ts';
import { createVerifyAgain } from './evidence/verify-again.ts';
import { createVerifyReport } from './evidence/verify-report.ts';
import { createSendListFeedback } from './lists/send-list-feedback.ts';
import { createSyncList } from './lists/sync-list.ts';
import { withDrillHub } from './platform/drill-hub.ts';
import type { JobHandlers } from './platform/jobs/job.ts';
import { createRerouteCases } from './queues/reroute-cases.ts';
import { createSendPage } from './queues/send-page.ts';

/** The handler of every kind of job that the features enqueue. */
export function domainJobs(given: Deps, tools: CheckTools): JobHandlers {
  const deps = withDrillHub(given);
  return {
    'verify-report': createVerifyReport(deps),
    'verify-again': createVerifyAgain(deps),
    'mark-contradiction': createMarkContradiction(deps),
    'weigh-voices': createWeighVoices(deps),
    'open-picture': createOpenPicture(deps),
    'deliver-action': createDeliverAction(deps),
    'begin-decision': createBeginDecision(deps),
    'end-decision': createEndDecision(deps),
    'decide-batch': createDecideBatch(deps),
    'undo-batch': createUndoBatch(deps),
    'send-page': createSendPage(deps),
    'reroute-cases': createRerouteCases(deps),
    'drop-case-picture': createDropCasePicture(deps),
    'rehouse-pictures': createRehousePictures(deps),
    'sync-list': createSyncList(deps),
    'send-list-feedback': createSendListFeedback(deps),
    'check-picture': createCheckPicture(deps, tools, { leavesVideos: true }),
    'check-video': createCheckPicture(deps, tools),
    'reweigh-pictures': createReweighPictures(deps),
    'reweigh-picture': createReweighPicture(deps, tools),
    'fetch-picture': createFetchPicture(deps, createAlbumWork(deps)),
    'clean-picture-blobs': createCleanPictureBlobs(deps),
    'tell-hub-of-picture': createTellHubOfPicture(deps),
  };
}
