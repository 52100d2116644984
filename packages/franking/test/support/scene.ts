import {
  type CheckReceivedInput,
  type ContentPart,
  createContent,
  createStamp,
  discloseMessage,
  encodeAuthenticatedData,
  encodeStamp,
  type FrankedEvidence,
  generateHubKey,
  type HubKey,
  type MessageHeader,
  type Stamp,
  type StampContext,
  sha256,
} from '../../src/index.ts';
import { seeded } from './seeded.ts';

export const hubId = 'messenger.localhost';
export const sender = 'mal@messenger.localhost';
export const acceptedAt = 1_790_000_000_000;
export const groupId = seeded('group')(16);
export const otherGroupId = seeded('other group')(16);
export const hubKey = generateHubKey({
  keyId: 7,
  notBefore: acceptedAt - 1_000_000,
  notAfter: acceptedAt + 1_000_000,
  random: seeded('hub key'),
});

export const bodyParts: readonly ContentPart[] = [
  { type: 'text', text: 'I will hurt you' },
  { type: 'preview', url: 'https://example.org/', title: 'Example' },
  { type: 'text', text: 'see above' },
];

export function makeHeader(change: Partial<MessageHeader> = {}): MessageHeader {
  return {
    sender,
    groupId,
    messageId: seeded('message id')(16),
    clientTime: acceptedAt - 500,
    kind: 'text',
    refersTo: null,
    expiresAfter: 0,
    ...change,
  };
}

/** One message on its whole way, as an honest sender and an honest hub make it, with changes by those who are not. */
export interface Scene {
  content: Uint8Array;
  tag: Uint8Array;
  authenticatedData: Uint8Array;
  message: Uint8Array;
  stamp: Stamp;
}

export interface SceneChange {
  label?: string;
  header?: Partial<MessageHeader>;
  parts?: readonly ContentPart[];
  context?: Partial<Omit<StampContext, 'keyId'>>;
  key?: HubKey;
}

export function makeScene(change: SceneChange = {}): Scene {
  const random = seeded(change.label ?? 'scene');
  const made = createContent({ header: makeHeader(change.header), parts: change.parts ?? bodyParts, random });
  const message = random(300);
  const context = {
    ...{ hubId, sender, groupId, epoch: 5n, sequence: 41n, acceptedAt, messageHash: sha256(message) },
    ...change.context,
  };
  const stamp = createStamp({ key: change.key ?? hubKey, tag: made.tag, context });
  return { ...made, authenticatedData: encodeAuthenticatedData(made.tag), message, stamp };
}

/** What an honest receiver of the scene passes to `checkReceived`. */
export function asReceived(scene: Scene, change: Partial<CheckReceivedInput> = {}): CheckReceivedInput {
  return {
    content: scene.content,
    authenticatedData: scene.authenticatedData,
    message: scene.message,
    stamp: encodeStamp(scene.stamp),
    ...{ hubId, sender, groupId, epoch: 5n, keys: [hubKey] },
    last: { sequence: 40n, acceptedAt: acceptedAt - 10 },
    now: acceptedAt + 1_000,
    ...change,
  };
}

/** @param keys attachments whose key goes along */
export function asEvidence(scene: Scene, reveal?: readonly number[], keys: readonly number[] = []): FrankedEvidence {
  return discloseMessage({ content: scene.content, stamp: scene.stamp, ...(reveal && { reveal }), keys });
}
