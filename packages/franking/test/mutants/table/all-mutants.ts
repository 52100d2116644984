import type { Mutant } from '../support/mutant.ts';
import { attachmentMutants } from './attachments.ts';
import { checkReceivedMutants } from './check-received.ts';
import { contentMutants } from './content.ts';
import { hubMutants } from './hub.ts';
import { mimiBombMutants } from './mimi-bombs.ts';
import { mimiCborMutants } from './mimi-cbor.ts';
import { mimiCodecMutants } from './mimi-codecs.ts';
import { mimiVerdictMutants } from './mimi-verdicts.ts';
import { readingMutants } from './reading.ts';
import { signatureMutants } from './signature.ts';
import { stampMutants } from './stamp.ts';
import { evidenceJsonMutants, verifyEvidenceMutants } from './verify-evidence.ts';

export const allMutants: readonly Mutant[] = [
  ...checkReceivedMutants,
  ...verifyEvidenceMutants,
  ...evidenceJsonMutants,
  ...contentMutants,
  ...readingMutants,
  ...stampMutants,
  ...signatureMutants,
  ...hubMutants,
  ...attachmentMutants,
  ...mimiVerdictMutants,
  ...mimiCodecMutants,
  ...mimiCborMutants,
  ...mimiBombMutants,
];
