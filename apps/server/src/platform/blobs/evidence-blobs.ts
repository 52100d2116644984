/** An uploaded ciphertext, as the message's sender made it. Its key stands in the evidence, under the case's key. */
export function attachmentBlobKey(reportId: string, sha256: string): string {
  return `attachments/${reportId}/${sha256}`;
}

/** A picture as the reviewer sees it, encrypted under the case's key with this as its context. */
export function pictureBlobKey(attachmentId: string): string {
  return `pictures/${attachmentId}`;
}

/** The original of a picture of a shared album, encrypted under its case's key with this as its context. No route leads to it. */
export function albumOriginalBlobKey(caseId: string, pictureId: string): string {
  return `album-original/${caseId}/${pictureId}`;
}

/** The same picture as the reviewer sees it, encrypted likewise. */
export function albumEvidenceBlobKey(caseId: string, pictureId: string): string {
  return `album-evidence/${caseId}/${pictureId}`;
}
