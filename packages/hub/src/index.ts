/**
 * What a delivery service embeds: refuse unreportable messages, number and stamp the others (docs/spec/franking.md §4).
 * @module
 */
export { type AcceptedMessage, createHub, type Hub, type HubOptions, type SubmittedMessage } from './hub.ts';
export {
  type HubKeyJson,
  HubKeysError,
  hubKeysFromJson,
  hubKeysToJson,
  type RotationPeriods,
  rotateHubKeys,
} from './hub-keys.ts';
export { HubRefusal, type HubRefusalCode } from './hub-refusal.ts';
export {
  type PublishFetch,
  PublishHubKeysError,
  type PublishHubKeysInput,
  publishHubKeys,
} from './publish-hub-keys.ts';
export type { GroupMembership, MembershipSpan } from './membership-spans.ts';
export { createReporterToken, ReporterTokenError, type ReporterTokenInput } from './reporter-token.ts';
export { memorySequenceStore, type SequenceStore } from './sequence-store.ts';
