import { createContent, encodeAuthenticatedData, generateHubKey, type MessageHeader } from '@wellhouse/franking';
import { createHub, type Hub, type HubOptions, memorySequenceStore, type SubmittedMessage } from '../../src/index.ts';

export const hubId = 'messenger.localhost';
export const sender = 'ana@messenger.localhost';
export const groupId = new Uint8Array(16).fill(1);
export const now = 1_790_000_000_000;
export const key = generateHubKey({ keyId: 1, notBefore: now - 1_000_000, notAfter: now + 1_000_000 });

export interface Submission extends SubmittedMessage {
  /** What the members decrypt; the hub never sees it. */
  content: Uint8Array;
}

/** A message as a device submits it; stands in for MLS with bytes of its own. */
export function submit(text: string, change: Partial<SubmittedMessage> = {}): Submission {
  const header: MessageHeader = {
    sender,
    groupId: change.groupId ?? groupId,
    messageId: crypto.getRandomValues(new Uint8Array(16)),
    clientTime: now,
    kind: 'text',
    refersTo: null,
    expiresAfter: 0,
  };
  const { content, tag } = createContent({ header, parts: [{ type: 'text', text }] });
  const message = crypto.getRandomValues(new Uint8Array(64));
  return { sender, groupId, epoch: 2n, message, authenticatedData: encodeAuthenticatedData(tag), content, ...change };
}

export function makeHub(change: Partial<HubOptions> = {}): Hub {
  return createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: () => now, ...change });
}
