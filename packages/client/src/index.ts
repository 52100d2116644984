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
export type { IncomingMessage, ReceivedMessage, ReceiveResult, Receiver } from './receive.ts';
export type { ConfigRequest } from './report-config.ts';
export { indexedDbStorage } from './storage/indexed-db-storage.ts';
export { memoryStorage } from './storage/memory-storage.ts';
export type {
  LocalReportState,
  StampPosition,
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
export { createWellhouse, type SentReport, type Wellhouse, type WellhouseOptions } from './wellhouse.ts';
