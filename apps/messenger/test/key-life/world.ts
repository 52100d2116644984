import {
  createWellhouse,
  type IncomingMessage,
  memoryStorage,
  type ReceivedMessage,
  type Wellhouse,
} from '@wellhouse/client';
import {
  createContent,
  createStamp,
  discloseMessage,
  encodeAuthenticatedData,
  encodeStamp,
  type FrankedEvidence,
  type HubVerifyKey,
  sha256,
  toBase64Url,
  verifyEvidence,
} from '@wellhouse/franking';
import {
  advanceHubKeys,
  createHub,
  type HubKeyRing,
  memorySequenceStore,
  noteToldKeys,
  publishedHubKeys,
  type RetiredHubKey,
} from '@wellhouse/hub';
import { reportConfig } from '../safety-stand-in.ts';

export const hubId = 'messenger.localhost';
export const dayMs = 24 * 3_600_000;
export const windowMs = 90 * dayMs;
const sender = 'mal@messenger.localhost';
const groupId = new Uint8Array(16).fill(1);

interface Publication {
  keys: HubVerifyKey[];
  retired: RetiredHubKey[];
}

export interface ShownMessage {
  message: ReceivedMessage;
  /** Milliseconds. */
  notAfter: number;
}

/**
 * A hub, a safety server and some devices on one clock that only the test moves. Hub and devices are the real ones; the
 * server keeps keys and reports by the rules of apps/server/src/intake and evidence, without a database.
 */
export function createKeyWorld(devices: number) {
  let now = Date.parse('2026-11-24T12:00:00Z');
  const clock = () => now;
  let ring: HubKeyRing = { keys: [], retired: [] };
  const hub = createHub({ hubId, keys: [], store: memorySequenceStore(), clock });
  const sent: IncomingMessage[] = [];
  const secrets = new Map<number, Uint8Array>();

  const known = new Map<number, HubVerifyKey & { retiredAt: number | null }>();
  const reports: { evidence: FrankedEvidence; at: number }[] = [];
  const published = new Map<number, Uint8Array>();
  let reachable = true;
  const isRetired = (at: number, key: { retiredAt: number | null }) => key.retiredAt !== null && key.retiredAt <= at;

  async function answer(): Promise<Response> {
    if (!reachable) throw new TypeError('the safety server is away');
    const keys = [...known.values()].map((key) => ({
      keyId: key.keyId,
      publicKey: key.publicKey && toBase64Url(key.publicKey),
      notBefore: new Date(key.notBefore).toISOString(),
      notAfter: new Date(key.notAfter).toISOString(),
      retired: isRetired(now, key),
    }));
    const any = { keyId: 0, publicKey: null, notBefore: 0, notAfter: 0 };
    return Response.json({ ...reportConfig(hubId, any), hubs: [{ hubId, keys }] });
  }

  const ana = Array.from({ length: devices }, () => {
    const wellhouse: Wellhouse = createWellhouse({
      ...{
        serverUrl: 'http://safety.localhost',
        hubId,
        accountId: 'ana@messenger.localhost',
        storage: memoryStorage(),
      },
      ...{ getReporterToken: async () => '', fetch: answer, clock, schedule: () => () => {} },
    });
    return {
      wellhouse,
      next: 0,
      shown: [] as ShownMessage[],
      dropped: [] as { code: string; age: number; over: boolean }[],
    };
  });

  return {
    clock,
    devices: ana,
    pass(ms: number) {
      now += ms;
    },
    setReachable(is: boolean) {
      reachable = is;
    },
    /** What a running service does once an hour, or less often. */
    advance() {
      ring = advanceHubKeys(ring, now);
      for (const { keyId, privateKey } of ring.keys) if (privateKey) secrets.set(keyId, privateKey);
      hub.replaceKeys(ring.keys);
    },
    /** What a hub tells the safety server now; it may arrive later, out of order, or not at all. */
    tell(): Publication {
      return { keys: hub.verifyKeys(), retired: publishedHubKeys(ring.retired, now) };
    },
    arrive({ keys, retired }: Publication) {
      for (const key of keys) {
        const isOver = now > key.notAfter + windowMs;
        if (!known.has(key.keyId)) known.set(key.keyId, { ...key, retiredAt: isOver ? now : null });
      }
      for (const { keyId, privateKey, notAfter } of retired) {
        const key = known.get(keyId);
        if (key && key.retiredAt === null) {
          if (now <= notAfter + windowMs) throw new Error('retired while its messages could be reported');
          known.set(keyId, { ...key, retiredAt: now });
        }
        if (privateKey) published.set(keyId, privateKey);
      }
      ring = noteToldKeys(ring, retired, now);
    },
    /** The delivery service's own public list counts too. */
    publicPrivateKeys(): Map<number, Uint8Array> {
      for (const { keyId, privateKey } of publishedHubKeys(ring.retired, now)) {
        if (privateKey) published.set(keyId, privateKey);
      }
      // of a key that the safety server never knew, nobody believes anything
      return new Map([...published].filter(([keyId]) => known.has(keyId)));
    },
    secretOf: (keyId: number) => secrets.get(keyId),
    async send(words: string) {
      const made = make(words, groupId, now);
      const submitted = {
        sender,
        groupId,
        epoch: 1n,
        authenticatedData: made.authenticatedData,
        message: made.message,
      };
      const { stamp } = await hub.accept(submitted);
      sent.push({ ...made, stamp, sender, groupId, epoch: 1n });
    },
    /** One device reads as a messenger does: in order, and what has to wait holds up what comes after it. */
    async read(index: number): Promise<'read' | 'waiting'> {
      const device = ana[index];
      if (!device) throw new Error(`expected a device ${index}`);
      for (; ; device.next++) {
        const message = sent[device.next];
        if (!message) return 'read';
        const result = await device.wellhouse.receive(message);
        if (!result.shown && result.retry) return 'waiting';
        if (result.shown) {
          const { keyId } = result.message.stamp.context;
          device.shown.push({ message: result.message, notAfter: known.get(keyId)?.notAfter ?? 0 });
        } else {
          const [keyId, acceptedAt] = compactFields(message.stamp);
          const key = known.get(keyId);
          device.dropped.push({
            code: result.code,
            age: now - acceptedAt,
            over: key !== undefined && now > key.notAfter + windowMs,
          });
        }
      }
    },
    report({ message }: ShownMessage) {
      reports.push({ evidence: discloseMessage({ content: message.content, stamp: message.stamp }), at: now });
    },
    /** What the safety team has of each report by now: verified as of its arrival, with every key that came in since. */
    verdicts(): string[] {
      return reports.map(({ evidence, at }) => {
        const keys = [...known.values()].map((key) => ({ ...key, retired: isRetired(at, key) }));
        const verified = verifyEvidence(evidence, { keys, hubId });
        return verified.ok ? 'VERIFIED' : verified.code;
      });
    },
    /** A message of an own group, signed with a published key by someone who has nothing else. */
    forge(keyId: number, privateKey: Uint8Array): IncomingMessage {
      const key = known.get(keyId);
      if (!key) throw new Error(`expected a known key ${keyId}`);
      const group = crypto.getRandomValues(new Uint8Array(16));
      const made = make('words that nobody sent', group, key.notAfter);
      const messageHash = sha256(made.message);
      const context = { hubId, sender, groupId: group, epoch: 1n, sequence: 1n, acceptedAt: key.notAfter, messageHash };
      const forger = { ...key, macKey: new Uint8Array(32).fill(9), privateKey };
      const stamp = encodeStamp(createStamp({ key: forger, tag: made.tag, context }));
      return { ...made, stamp, sender, groupId: group, epoch: 1n };
    },
  };
}

function make(words: string, group: Uint8Array, clientTime: number) {
  const messageId = crypto.getRandomValues(new Uint8Array(16));
  const kind = { kind: 'text', refersTo: null, expiresAfter: 0 } as const;
  const { content, tag } = createContent({
    header: { sender, groupId: group, messageId, clientTime, ...kind },
    parts: [{ type: 'text', text: words }],
  });
  const message = crypto.getRandomValues(new Uint8Array(64));
  return { content, tag, authenticatedData: encodeAuthenticatedData(tag), message };
}

/** Key id and time of a compact stamp (docs/spec/franking.md §4). */
function compactFields(stamp: Uint8Array): [keyId: number, acceptedAt: number] {
  const bytes = Buffer.from(stamp);
  return [bytes.readUInt32BE(1), bytes.readUIntBE(13, 6)];
}
