import { negativeAttachments } from './negative-attachments.ts';
import { positiveAttachments } from './positive-attachments.ts';
import type { AttachmentVectors } from './vector-format.ts';

export const attachmentVectorsFile = new URL('../../../../../docs/spec/vectors/attachments.json', import.meta.url);

/** All vectors; the same in every run. */
export async function buildAttachmentVectors(): Promise<AttachmentVectors> {
  return {
    profile: 'wh-frank-1',
    specification: 'docs/spec/attachments.md',
    positive: await positiveAttachments(),
    negative: await negativeAttachments(),
  };
}
