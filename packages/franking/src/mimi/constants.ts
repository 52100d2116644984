/**
 * Limits of profile F0, in bytes unless the name says otherwise (docs/spec/franking-f0.md §5). The drafts leave them to local
 * policy, save `bodyParts`, `partLevels`, `extensionLevels` and `topicId` (draft-ietf-mimi-content-08, "Depth restrictions"
 * and "General handling").
 */
export const mimiLimits = {
  applicationData: 65_536,
  /** Enough for 1,024 single parts. */
  cborItems: 8_192,
  /** Arrays, maps and tags inside one another, so that reading stays shallow; `partLevels` and `extensionLevels` are narrower. */
  cborLevels: 16,
  bodyParts: 1_024,
  partLevels: 4,
  extensionLevels: 4,
  extensionKey: 255,
  topicId: 4_096,
  uri: 1_024,
  url: 2_048,
  mediaType: 255,
  mediaTypeParameters: 16,
  language: 255,
  externalField: 255,
  description: 1_024,
  identity: 1_024,
  certificates: 8,
  certificate: 8_192,
  publicKey: 255,
  signature: 255,
  note: 4_096,
  reportedMessages: 32,
  report: 1_048_576,
  dictionary: 65_536,
  dictionaryEntries: 16,
} as const;

/** MLS application components of draft-ietf-mimi-protocol-06 §10.1 and §10.2. */
export const frankAadComponentId = 0x0020;
export const frankingAgentComponentId = 0x0021;
