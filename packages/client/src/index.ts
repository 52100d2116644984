/**
 * What a messenger embeds: verify before showing, report, block, follow up. No user interface.
 * @module
 */
export type {
  AttachmentDescriptor,
  ContentPart,
  MessageHeader,
  MessageKind,
  Stamp,
  StampContext,
} from '@wellhouse/franking';
export type { Appeals } from './appeal/appeals.ts';
export type { AppealTarget, LocalAppeal } from './appeal/local-appeal.ts';
export type { BlockList } from './block-list.ts';
export { type ClientErrorCode, WellhouseClientError } from './client-error.ts';
export type { Audience, Schedule, WellhouseEvent } from './context.ts';
export { graceSeconds } from './disappearing/grace.ts';
export type { HubNow } from './disappearing/hub-time.ts';
export { type KeptLife, whatToKeep } from './disappearing/what-to-keep.ts';
export type { DraftAnswers, DraftEntry, DraftPart, DraftState, ReportableMessage } from './draft/draft-state.ts';
export { namesInDraft } from './draft/names.ts';
export type { Preview } from './draft/preview.ts';
export type { PreviewEntry, PreviewPart, PreviewView } from './draft/preview-view.ts';
export { readPreview } from './draft/read-preview.ts';
export { readSender } from './draft/read-sender.ts';
export { type DraftInput, type ReportDraft, roomFor } from './draft/report-draft.ts';
export type { LocalReport } from './my-reports.ts';
export { type PromptAction, promptActions } from './prompts/prompt-actions.ts';
export type { LookedAtMessage, Prompt, PromptRuntime, Prompts } from './prompts/prompts.ts';
export type { IncomingMessage, ReceivedMessage, ReceiveResult, Receiver } from './receive.ts';
export type { GroupMember, GroupNow, Recontact, RecontactHint } from './recontact/recontact.ts';
export type { ConfigRequest } from './report-config.ts';
export { indexedDbStorage } from './storage/indexed-db-storage.ts';
export { memoryStorage } from './storage/memory-storage.ts';
export type {
  RecontactSign,
  StoredLogLine,
  StoredPeople,
  StoredPerson,
  StoredPrompt,
  StoredPromptLog,
  StoredPromptSettings,
  StoredRecontact,
} from './storage/prompt-records.ts';
export type {
  LocalReportState,
  StampPosition,
  StoredAppeal,
  StoredBlock,
  StoredChange,
  StoredCiphertext,
  StoredConfig,
  StoredGroup,
  StoredHubTime,
  StoredRecords,
  StoredReport,
  StoreName,
  WellhouseStorage,
} from './storage/wellhouse-storage.ts';
export type { StoredYoung } from './storage/young-records.ts';
export { createWellhouse, type SentReport, type Wellhouse, type WellhouseOptions } from './wellhouse.ts';
export { type AgeBand, ageBands, bandOfAge, isMinor } from './young/ages.ts';
export {
  beforeSending,
  type Cover,
  type CoverRule,
  type CoverSetting,
  coverOf,
  coverRule,
} from './young/cover-rules.ts';
export { type PictureAction, pictureActions } from './young/dialog-actions.ts';
export {
  askFamily,
  canDisown,
  changeFamily,
  type FamilyChange,
  type FamilyLink,
  type FamilyOutcome,
  guardianNeverSees,
  guardianSees,
  linksToTell,
  standsNow,
} from './young/family-link.ts';
export { type PictureHead, pictureHead, pictureTypeOf, whyNotDecode } from './young/picture-head.ts';
export {
  type ClassifyPicture,
  type PictureReading,
  type PictureVerdict,
  readPicture,
} from './young/picture-reading.ts';
export { type PictureReportDraft, type PictureReportInput, preparePictureReport } from './young/report-picture.ts';
export { canBeTrusted, trustedNow } from './young/trusted-person.ts';
export type { Young } from './young/young.ts';
