/**
 * Message franking, profile F0: draft-ietf-mimi-protocol-06 and draft-ietf-mimi-content-08 as written
 * (docs/spec/franking-f0.md). For interoperation; profile F1 in `@wellhouse/franking` closes the gaps of the draft.
 * @module
 */
export { type AbuseReport, type AbusiveMessage, decodeAbuseReport, encodeAbuseReport } from './abuse-report.ts';
export type { ComponentData } from './app-data-dictionary.ts';
export { frameContent, unframeContent } from './application-framing.ts';
export {
  type CheckReceivedMimiInput,
  checkReceivedMimi,
  type ReceivedMimi,
  type ReceivedMimiCode,
} from './check-received-mimi.ts';
export { commitApplicationData } from './commit-application-data.ts';
export { frankAadComponentId, frankingAgentComponentId, mimiLimits } from './constants.ts';
export { type CreateFrankInput, createFrank } from './create-frank.ts';
export type { MlsCredential } from './credential.ts';
export { decodeFrank, encodeFrank, type Frank } from './frank.ts';
export { encodeFrankAad, readFrankAad } from './frank-aad.ts';
export { decodeFrankingAgent, encodeFrankingAgent, type FrankingAgent } from './franking-agent.ts';
export { computeFrankingTag } from './franking-tag.ts';
export { computeMessageId } from './message-id.ts';
export { decodeMimiContent, encodeMimiContent, type MimiContent } from './mimi-content.ts';
export type { MimiHubKey, MimiHubVerifyKey } from './mimi-hub-key.ts';
export type { NestedPart } from './nested-part.ts';
export { type OpenedApplicationData, openApplicationData } from './open-application-data.ts';
export { type ReviewPart, reviewParts } from './review-parts.ts';
export {
  decodeSubmitMessageResponse,
  encodeSubmitMessageResponse,
  type SubmitMessageResponse,
} from './submit-message-response.ts';
export {
  type AbusiveMessageCode,
  type VerifiedAbuseReport,
  type VerifiedAbusiveMessage,
  type VerifyAbuseReportOptions,
  verifyAbuseReport,
} from './verify-abuse-report.ts';
