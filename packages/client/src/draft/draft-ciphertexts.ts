import { sha256 } from '@wellhouse/franking';
import type { ReportConfig } from '@wellhouse/protocol';
import { toHex } from '../hex.ts';
import type { DraftEntry } from './draft-state.ts';

export interface LoadedCiphertext {
  sha256: string;
  bytes: Uint8Array;
}

export type LoadCiphertext = (entry: DraftEntry, part: number) => Promise<LoadedCiphertext | null>;

/**
 * Loads ciphertexts of attachments, each once. Null for one that cannot be had, is not the one that the sender
 * committed to, or is larger than the server takes: the report then carries its description alone.
 */
export function createCiphertextLoader(limits: ReportConfig['limits']): LoadCiphertext {
  const loaded = new Map<string, Promise<LoadedCiphertext | null>>();
  return (entry, part) => {
    const key = `${entry.index}/${part}`;
    const running = loaded.get(key) ?? load(entry, part, limits.attachmentBytes);
    loaded.set(key, running);
    // what failed may be had at the next try
    running.then((result) => {
      if (result === null) loaded.delete(key);
    });
    return running;
  };
}

async function load(entry: DraftEntry, part: number, maximum: number): Promise<LoadedCiphertext | null> {
  const content = entry.parts.find(({ index }) => index === part)?.content;
  const get = entry.message.ciphertexts?.get(part);
  if (content?.type !== 'attachment' || get === undefined) return null;
  try {
    const bytes = await get();
    const digest = toHex(sha256(bytes));
    const isCommitted = digest === toHex(content.attachment.ciphertextSha256);
    return isCommitted && bytes.length > 0 && bytes.length <= maximum ? { sha256: digest, bytes } : null;
  } catch {
    return null;
  }
}
