export type { Json, PackHeader, PackSection } from './pack/header.ts';
export { mostPackBytes, runtimeVersion } from './pack/layout.ts';
export { PackError, type PackErrorCode } from './pack/pack-error.ts';
export { cardOf, type OpenPack, openPack, type PackRules, readHeader } from './pack/read-pack.ts';
export { releaseKeys } from './pack/release-keys.ts';
export { type PackContents, signPack, writePack } from './pack/write-pack.ts';
export { mostPixels, type Picture } from './pictures/input.ts';
export type { PictureClassifier, PictureClassifierOptions } from './pictures/picture-classifier.ts';
export { PictureError } from './pictures/picture-error.ts';
export type { PictureVerdict } from './pictures/picture-verdict.ts';
export {
  type AbuseKind,
  type PackCard,
  type PackLicence,
  promptOrder,
  type TextClassifier,
  type TextKind,
  textKinds,
  type Verdict,
} from './verdict.ts';
