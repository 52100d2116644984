import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  type AttachmentDescriptor,
  type ContentPart,
  createContent,
  createStamp,
  discloseMessage,
  evidenceToJson,
  generateHubKey,
  generateMacOnlyHubKey,
  type HubKey,
  type MessageKind,
  openContent,
  type Stamp,
} from '@wellhouse/franking';
import { createReporterToken, type GroupMembership } from '@wellhouse/hub';
import { FrankedItem, type HubVerifyKey, type ReportPayload } from '@wellhouse/protocol';
import type { z } from 'zod';

export const hubId = 'messenger.test';
export const group = Buffer.from('a group of three').toString('base64url');
export const ana = 'ana@messenger.test';
export const ben = 'ben@messenger.test';
export const mal = 'mal@messenger.test';

export interface SentMessage {
  readonly content: Uint8Array;
  readonly stamp: Stamp;
  readonly sequence: number;
}

export interface Sending {
  readonly sender?: string;
  readonly group?: string;
  readonly text?: string;
  readonly parts?: readonly ContentPart[];
  readonly kind?: MessageKind;
  readonly acceptedAt?: number;
  readonly epoch?: number;
  /** As a hub does that breaks its duty: a number that it has given already. */
  readonly sequence?: number;
}

type PayloadInput = z.input<typeof ReportPayload>;

/** A delivery service with one key, that stamps messages as packages/hub does, and vouches for reporters. */
export function createSampleHub(options: { hubId?: string; keyId?: number; macOnly?: boolean } = {}) {
  const id = options.hubId ?? hubId;
  const apiSecret = randomBytes(32).toString('base64url');
  const generate = options.macOnly ? generateMacOnlyHubKey : generateHubKey;
  const key: HubKey = generate({
    keyId: options.keyId ?? 1,
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 30 * 86_400_000,
  });
  const sequences = new Map<string, number>();
  return {
    hubId: id,
    apiSecret,
    key,
    config: { hubId: id, apiSecret, webhookUrl: null, webhookSecret: null, origins: [] as string[] },
    verifyKey(): z.input<typeof HubVerifyKey> {
      return {
        keyId: key.keyId,
        macKey: Buffer.from(key.macKey).toString('base64url'),
        publicKey: key.publicKey && Buffer.from(key.publicKey).toString('base64url'),
        notBefore: new Date(key.notBefore).toISOString(),
        notAfter: new Date(key.notAfter).toISOString(),
      };
    },
    send(sending: Sending = {}): SentMessage {
      const groupId = sending.group ?? group;
      const sender = sending.sender ?? mal;
      const sequence = sending.sequence ?? (sequences.get(groupId) ?? 0) + 1;
      sequences.set(groupId, Math.max(sequence, sequences.get(groupId) ?? 0));
      const parts = sending.parts ?? [{ type: 'text', text: sending.text ?? `message ${sequence}` }];
      const { content, tag } = createContent({
        header: {
          sender,
          groupId: Buffer.from(groupId, 'base64url'),
          messageId: randomBytes(16),
          clientTime: Date.now(),
          kind: sending.kind ?? (parts.some((part) => part.type === 'attachment') ? 'media' : 'text'),
          refersTo: null,
          expiresAfter: 0,
        },
        parts,
      });
      const stamp = createStamp({
        key,
        tag,
        context: {
          hubId: id,
          sender,
          groupId: Buffer.from(groupId, 'base64url'),
          epoch: BigInt(sending.epoch ?? 1),
          sequence: BigInt(sequence),
          acceptedAt: sending.acceptedAt ?? Date.now(),
          messageHash: createHash('sha256').update(content).digest(),
        },
      });
      return { content, stamp, sequence };
    },
    token(accountId: string, claims: { groups?: TokenGroups; now?: number; ttlSeconds?: number } = {}): string {
      return createReporterToken({
        hubId: id,
        apiSecret,
        accountId,
        groups: (claims.groups ?? [group]).map((one) => (typeof one === 'string' ? alwaysIn(one) : one)),
        now: claims.now ?? Date.now(),
        ttlSeconds: claims.ttlSeconds ?? 600,
      });
    },
  };
}
/** A name alone: a member from the first epoch on. */
export type TokenGroups = readonly (string | GroupMembership)[];

function alwaysIn(groupId: string): GroupMembership {
  return { groupId, spans: [{ from: 0, to: null }] };
}

export type SampleHub = ReturnType<typeof createSampleHub>;

/** Evidence as it stands in a payload, with the keys of its files. `hide`: parts kept back. */
export function disclose(
  message: SentMessage,
  role: 'reported' | 'context' = 'reported',
  hide: readonly number[] = [],
): z.infer<typeof FrankedItem> {
  const { parts } = openContent(message.content);
  const reveal = parts.map((_part, index) => index + 1).filter((index) => !hide.includes(index));
  const evidence = discloseMessage({ content: message.content, stamp: message.stamp, reveal, keys: reveal });
  return FrankedItem.parse({ ...evidenceToJson(evidence), role });
}

export function samplePayload(overrides: Partial<PayloadInput> = {}): PayloadInput {
  return {
    v: 1,
    reportId: randomUUID(),
    hubId,
    createdAt: new Date().toISOString(),
    subject: { kind: 'message', accountId: mal, groupId: group },
    category: 'threat.violence',
    taxonomyVersion: '1.0.0',
    answers: { danger: 'no', about: 'me' },
    statement: null,
    audience: 'adult',
    locale: 'en',
    country: null,
    evidence: [],
    attachments: [],
    blocked: false,
    wantsNotices: true,
    ...overrides,
  };
}

/** A file as a sender's device encrypts it: ciphertext with its tag behind it, and the part that opens it. */
export function encryptAttachment(file: Uint8Array, mediaType = 'image/png') {
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(file), cipher.final(), cipher.getAuthTag()]);
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const attachment: AttachmentDescriptor = {
    url: 'https://messenger.test/blobs/1',
    name: 'picture.png',
    mediaType,
    size: file.length,
    width: 0,
    height: 0,
    algorithm: 'A256GCM',
    key,
    nonce,
    ciphertextSha256: digest(ciphertext),
    plaintextSha256: digest(file),
  };
  return { ciphertext, attachment, sha256: digest(ciphertext).toString('hex') };
}
