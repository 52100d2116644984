import { randomBytes, randomUUID } from 'node:crypto';
import {
  type ContentPart,
  createContent,
  encodeAuthenticatedData,
  expandStamp,
  generateHubKey,
  type Stamp,
  toBase64Url,
} from '@wellhouse/franking';
import {
  createHub,
  createReporterToken,
  type GroupMembership,
  memorySequenceStore,
  publishHubKeys,
} from '@wellhouse/hub';
import type { Hub as ListedHub } from '../../../src/platform/hubs.ts';

const day = 86_400_000;

/** A message as a device in the group has kept it. */
export interface KeptMessage {
  readonly content: Uint8Array;
  readonly stamp: Stamp;
}

export interface TokenWish {
  accountId: string;
  groups?: readonly Uint8Array[];
  now?: number;
  ttlSeconds?: number;
}

/** A member from the first epoch on. */
function alwaysIn(groupId: Uint8Array): GroupMembership {
  return { groupId: toBase64Url(groupId), spans: [{ from: 0, to: null }] };
}

export type SampleHub = ReturnType<typeof createSampleHub>;

/** A delivery service that franks and stamps for real; only the encryption around its messages is left out. */
export function createSampleHub(hubId = 'hub.example') {
  const apiSecret = randomBytes(32).toString('base64url');
  const key = generateHubKey({ keyId: 1, notBefore: Date.now() - day, notAfter: Date.now() + 90 * day });
  const hub = createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: Date.now });
  /** As the operator lists it for the safety server. */
  const listed: ListedHub = { hubId, apiSecret, webhookUrl: null, webhookSecret: null, origins: [] };

  async function say(sender: string, groupId: Uint8Array, parts: readonly ContentPart[]): Promise<KeptMessage> {
    const header = {
      ...{ sender, groupId, messageId: randomBytes(16), clientTime: Date.now(), kind: 'text' as const },
      ...{ refersTo: null, expiresAfter: 0 },
    };
    const { content, tag } = createContent({ header, parts });
    const wire = { groupId, epoch: 1n, message: randomBytes(64) };
    const accepted = await hub.accept({ ...wire, sender, authenticatedData: encodeAuthenticatedData(tag) });
    return { content, stamp: expandStamp(accepted.stamp, { ...wire, hubId, sender }) };
  }

  return {
    hubId,
    apiSecret,
    listed,
    say,
    text: (sender: string, groupId: Uint8Array, text: string) => say(sender, groupId, [{ type: 'text', text }]),
    newGroup: (): Uint8Array => new Uint8Array(randomBytes(16)),
    account: (name: string = randomUUID()) => `${name}@${hubId}`,
    token: ({ accountId, groups = [], now = Date.now(), ttlSeconds = 3600 }: TokenWish) =>
      createReporterToken({ hubId, apiSecret, accountId, groups: groups.map(alwaysIn), now, ttlSeconds }),
    publishKeys: (serverUrl: string) => publishHubKeys({ serverUrl, hubId, apiSecret, keys: hub.verifyKeys() }),
  };
}
