/**
 * Sealing of reports to the safety team, and keys at rest. No I/O; WebCrypto only.
 * Formats: docs/spec/sealing.md.
 * @module
 */
export { type Random, zeroize } from './bytes.ts';
export { createDataKey, decryptAtRest, encryptAtRest } from './data-at-rest.ts';
export {
  keyringFromJson,
  keyringToJson,
  type MasterKeyringJson,
  type SealingKeyJson,
  type SealingKeyPairJson,
  sealingKeyFromJson,
  sealingKeyPairFromJson,
  sealingKeyPairToJson,
  sealingKeyToJson,
} from './key-files.ts';
export {
  createMasterKey,
  createMasterKeyring,
  type MasterKey,
  type MasterKeyring,
  retireMasterKey,
  rotateMasterKey,
} from './master-keyring.ts';
export { type OpenReport, openReport, sealedKeyId } from './open-report.ts';
export { paddedLength } from './padding.ts';
export { defaultMaximumSealedLength, type SealReport, sealReport } from './seal-report.ts';
export { SealingError, type SealingErrorCode } from './sealing-error.ts';
export { generateSealingKeyPair, type SealingKey, type SealingKeyPair } from './sealing-keys.ts';
export { xWingSuite } from './suite.ts';
export { rewrap, unwrapDataKey, wrapDataKey, wrappingKeyId } from './wrapped-data-key.ts';
