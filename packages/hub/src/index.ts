/**
 * What a delivery service embeds: refuse unreportable messages, number and stamp the others (docs/spec/franking.md §4).
 * @module
 */
export { type AcceptedMessage, createHub, type Hub, type HubOptions, type SubmittedMessage } from './hub.ts';
export { advanceHubKeys, type HubKeyPeriods, type HubKeyRing, noteToldKeys } from './hub-key-ring.ts';
export {
  type HubKeyRingJson,
  HubKeysError,
  hubKeyRingFromJson,
  hubKeyRingToJson,
  type RetiredHubKeyJson,
  retiredHubKeysToJson,
} from './hub-key-ring-json.ts';
export { HubRefusal, type HubRefusalCode } from './hub-refusal.ts';
export type { GroupMembership, MembershipSpan } from './membership-spans.ts';
export {
  type PublishFetch,
  PublishHubKeysError,
  type PublishHubKeysInput,
  publishHubKeys,
} from './publish-hub-keys.ts';
export { createReporterToken, ReporterTokenError, type ReporterTokenInput } from './reporter-token.ts';
export { publishedHubKeys, type RetiredHubKey, type RetireHubKeysOptions, retireHubKeys } from './retire-hub-keys.ts';
export { type RotateHubKeysOptions, rotateHubKeys } from './rotate-hub-keys.ts';
export { memorySequenceStore, type SequenceStore } from './sequence-store.ts';
