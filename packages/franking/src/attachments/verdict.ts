/** Why an attachment or a part of it is not shown (docs/spec/attachments.md §7). */
export type AttachmentCode =
  | 'attachment-truncated'
  | 'attachment-extended'
  | 'ciphertext-mismatch'
  | 'attachment-key-mismatch'
  | 'leaf-list-mismatch'
  | 'chunk-mismatch'
  | 'plaintext-mismatch'
  | 'excerpt-malformed'
  | 'excerpt-mismatch';

/** `detail` is for people. */
export interface AttachmentRefusal {
  ok: false;
  code: AttachmentCode;
  detail: string;
}

const details: Record<AttachmentCode, string> = {
  'attachment-truncated': 'The bytes are fewer than the file that the message commits to.',
  'attachment-extended': 'The bytes are more than the file that the message commits to.',
  'ciphertext-mismatch': 'The bytes are not the ones that the message commits to.',
  'attachment-key-mismatch': 'The key in the message does not open the bytes.',
  'leaf-list-mismatch': 'The list of chunks is not the one that the message commits to.',
  'chunk-mismatch': 'A chunk is not the one that the message commits to at this place.',
  'plaintext-mismatch': 'The opened file is not the one that the message commits to.',
  'excerpt-malformed': 'The excerpt cannot be read.',
  'excerpt-mismatch': 'The excerpt is of another file than the message commits to.',
};

export function refused(code: AttachmentCode, more = ''): AttachmentRefusal {
  return { ok: false, code, detail: more === '' ? details[code] : `${details[code]} (${more})` };
}
