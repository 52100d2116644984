import {
  checkReceived,
  createContent,
  discloseMessage,
  encodeAuthenticatedData,
  type FrankedEvidence,
  type HubKey,
  type MessageHeader,
} from '@wellhouse/franking';
import { createHub, memorySequenceStore } from '@wellhouse/hub';
import { encode, mlsMessageEncoder } from 'ts-mls';
import { time } from './measure.ts';
import { type Group, prepareGroup, receive, send, sender } from './mls-group.ts';

export const hubId = 'messenger.localhost';
/** 200 bytes of words. */
export const text = 'x'.repeat(200);
const plain = new TextEncoder().encode(text);

/** Microseconds of each step of each message. */
export interface Samples {
  /** `createContent` and `encodeAuthenticatedData`. */
  add: number[];
  /** Those and `createApplicationMessage` of the larger message. */
  create: number[];
  /** `checkReceived` from the compact stamp: all rules. */
  check: number[];
  /** That and `processMessage` of the larger message. */
  open: number[];
}

/** One group in which every message is franked, stamped, checked and disclosed. */
export async function frankedLane(size: number, key: HubKey) {
  const group = await prepareGroup(size);
  const { groupId } = group;
  const hub = createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: Date.now });
  const samples: Samples = { add: [], create: [], check: [], open: [] };
  const evidence: FrankedEvidence[] = [];
  let last: { sequence: bigint; acceptedAt: number } | null = null;

  /** Sends and receives one message; its times are kept if `counts`. @returns what the hub was given */
  async function message(counts: boolean) {
    const head = header(groupId);
    const [addUs, made] = await time(() => {
      const created = createContent({ header: head, parts: [{ type: 'text', text }] });
      return { content: created.content, authenticatedData: encodeAuthenticatedData(created.tag) };
    });
    const { authenticatedData } = made;
    const [createUs, sent] = await time(() => send(group, made.content, authenticatedData));
    const bytes = Uint8Array.from(encode(mlsMessageEncoder, sent));
    const submitted = { sender, groupId, epoch: 1n, message: bytes, authenticatedData };
    const { stamp } = await hub.accept(submitted);

    const [openUs, { message: content, aad }] = await time(() => receive(group, sent));
    const [checkUs, checked] = await time(() =>
      checkReceived({
        ...{ content, authenticatedData: aad, message: bytes, stamp, hubId, sender, groupId, epoch: 1n },
        ...{ keys: [key], last, now: Date.now() },
      }),
    );
    if (!checked.ok) throw new Error(`expected the message to be shown: ${checked.code}`);
    last = checked.stamp.context;
    if (evidence.length < 1000) evidence.push(discloseMessage({ content, stamp: checked.stamp }));
    if (counts) {
      samples.add.push(addUs);
      samples.create.push(addUs + createUs);
      samples.check.push(checkUs);
      samples.open.push(openUs + checkUs);
    }
    return submitted;
  }
  return { hub, samples, evidence, message };
}

/** One group without franking: what the franked one is compared with. */
export async function plainLane(size: number) {
  const group = await prepareGroup(size);
  const samples = { create: [] as number[], open: [] as number[] };
  async function message(counts: boolean): Promise<void> {
    const [createUs, sent] = await time(() => send(group, plain));
    const [openUs] = await time(() => receive(group, sent));
    if (!counts) return;
    samples.create.push(createUs);
    samples.open.push(openUs);
  }
  return { samples, message };
}

/** Bytes on the wire that a franked message has more than an unfranked one with the same words, its stamp included. */
export async function bytesAdded(key: HubKey): Promise<number> {
  const group: Group = await prepareGroup(3);
  const unfranked = encode(mlsMessageEncoder, await send(group, plain));
  const { content, tag } = createContent({ header: header(group.groupId), parts: [{ type: 'text', text }] });
  const authenticatedData = encodeAuthenticatedData(tag);
  const message = encode(mlsMessageEncoder, await send(group, content, authenticatedData));
  const hub = createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: Date.now });
  const accepted = await hub.accept({ sender, groupId: group.groupId, epoch: 1n, message, authenticatedData });
  return message.length + accepted.stamp.length - unfranked.length;
}

function header(groupId: Uint8Array): MessageHeader {
  const messageId = crypto.getRandomValues(new Uint8Array(16));
  return { sender, groupId, messageId, clientTime: Date.now(), kind: 'text', refersTo: null, expiresAfter: 0 };
}
