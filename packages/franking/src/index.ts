/**
 * Message franking, profile F1: commitments, stamps, verification and redaction (docs/spec/franking.md).
 * @module
 */
export { constantTimeEqual, hmacSha256, sha256 } from '#primitives';
export type { AttachmentDescriptor, AttachmentSeal, ChunkedSeal, ClosedAttachment, WholeSeal } from './attachment.ts';
export type { ByteSource } from './attachments/byte-source.ts';
export { type ByteRange, type ChunkLayout, chunkLayout } from './attachments/chunk-layout.ts';
export { type ChunkReader, createChunkReader, type ReadRange } from './attachments/chunk-reader.ts';
export { type DiscloseExcerptInput, discloseExcerpt } from './attachments/disclose-excerpt.ts';
export { type OpenedAttachment, openAttachment } from './attachments/open-attachment.ts';
export { type OpenAttachmentStreamInput, openAttachmentStream } from './attachments/open-attachment-stream.ts';
export { type OpenedChunk, openChunk, type ProvenChunk } from './attachments/open-chunk.ts';
export { type SealAttachmentInput, type SealedAttachment, sealAttachment } from './attachments/seal-attachment.ts';
export { type SealAttachmentStreamInput, sealAttachmentStream } from './attachments/seal-attachment-stream.ts';
export type { AttachmentCode, AttachmentRefusal } from './attachments/verdict.ts';
export { type ExcerptRange, type VerifiedExcerpt, verifyExcerpt } from './attachments/verify-excerpt.ts';
export { encodeAuthenticatedData, readTag } from './authenticated-data.ts';
export { fromBase64Url, toBase64Url } from './base64url.ts';
export { type CheckReceivedInput, checkReceived, type Received, type ReceivedCode } from './check-received.ts';
export { encodeCompactStamp, expandStamp, isCompactStamp, type KnownContext } from './compact-stamp.ts';
export { limits as frankingLimits } from './constants.ts';
export { readHeader } from './content.ts';
export { type CreateContentInput, createContent } from './create-content.ts';
export { type CreateStampInput, createStamp } from './create-stamp.ts';
export { type DiscloseMessageInput, discloseMessage } from './disclose-message.ts';
export { FrankingError, type FrankingErrorCode } from './errors.ts';
export type { FrankedEvidence, HiddenPart, RevealedPart } from './evidence.ts';
export { evidenceFromJson, evidenceToJson, type FrankedEvidenceJson } from './evidence-json.ts';
export { type Contradiction, findContradictions } from './find-contradictions.ts';
export {
  type GenerateHubKeyInput,
  generateHubKey,
  generateMacOnlyHubKey,
  type HubKey,
  type HubPublicKey,
  type HubVerifyKey,
  type SigningHubKey,
} from './hub-key.ts';
export { defaultReportWindowMs, type HubKeyState, hubKeyState } from './hub-key-state.ts';
export { encodeHubStatement, type HubStatement } from './hub-statement.ts';
export type { MessageHeader } from './message-header.ts';
export type { MessageKind } from './message-kind.ts';
export { type OpenedContent, openContent } from './open-content.ts';
export { type ContentPart, type DisclosedPart, decodeWholePart as decodePart } from './part.ts';
export { type ReadEvidence, readEvidence } from './read-evidence.ts';
export { type ReasonCode, reasonFor } from './reasons.ts';
export { type MessageLife, maximumGraceSeconds, reportableUntil, visibleUntil } from './reportable-until.ts';
export { sequenceGap } from './sequence-gap.ts';
export { decodeStamp, encodeStamp, type Stamp } from './stamp.ts';
export type { StampContext } from './stamp-context.ts';
export {
  type EvidenceCode,
  type VerifiedEvidence,
  type VerifyEvidenceOptions,
  verifyEvidence,
} from './verify-evidence.ts';
