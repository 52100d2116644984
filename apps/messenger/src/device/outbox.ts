import { type ContentPart, createContent, encodeAuthenticatedData, type MessageKind } from '@wellhouse/franking';
import { fromBase64Url, fromHex, sha256Hex, toBase64Url, toHex } from './bytes.ts';
import { activeGroup, type DeviceContext, DeviceError } from './context.ts';
import { DeliveryRefusal } from './delivery-api.ts';
import { readInbox } from './inbox.ts';
import { decodeState, encodeState } from './mls-client.ts';
import type { StoredOutgoing } from './store.ts';

export interface Draft {
  kind: MessageKind;
  /** Message id in hex, for an edit or a deletion. */
  refersTo: string | null;
  parts: ContentPart[];
  /** Seconds until it disappears; 0: never. */
  expiresAfter: number;
}

const attempts = 5;

/**
 * Commits to the content, encrypts it with the tag in the clear beside it, and hands it in. The message is shown once
 * it has come back with the delivery service's stamp and verified like any other.
 *
 * @throws {DeviceError | DeliveryRefusal | DeliveryUnreachable}; after the last the message is kept and sent later
 */
export async function send(device: DeviceContext, groupId: string, { expiresAfter, ...draft }: Draft): Promise<void> {
  const messageId = device.random(16);
  const { content, tag } = createContent({
    header: {
      sender: device.accountId,
      groupId: fromBase64Url(groupId),
      messageId,
      clientTime: device.clock(),
      kind: draft.kind,
      refersTo: draft.refersTo === null ? null : fromHex(draft.refersTo),
      expiresAfter,
    },
    parts: draft.parts,
    random: device.random,
  });
  await encrypt(device, {
    ...draft,
    messageId: toHex(messageId),
    groupId,
    content,
    authenticatedData: encodeAuthenticatedData(tag),
    createdAt: device.clock(),
  });
  await submit(device, toHex(messageId));
  await readInbox(device);
}

/** Spends one key of the ratchet, and remembers that before the message can leave. */
async function encrypt(device: DeviceContext, plain: Omit<StoredOutgoing, 'message' | 'sha256'>): Promise<void> {
  await device.lock(async () => {
    const group = await activeGroup(device, plain.groupId);
    const sealed = await device.mls.seal(decodeState(group.state), plain.content, plain.authenticatedData);
    const outgoing = { ...plain, message: sealed.message, sha256: sha256Hex(sealed.message) };
    await device.store.write([
      { table: 'group', key: plain.groupId, value: { ...group, state: encodeState(sealed.state) } },
      { table: 'outgoing', key: plain.messageId, value: outgoing },
    ]);
    device.changed();
  });
}

/** Hands in what waits under this id, unless another tab has done so meanwhile. */
async function submit(device: DeviceContext, messageId: string): Promise<void> {
  await device.sendLock(async () => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const outgoing = await device.store.get('outgoing', messageId);
      if (outgoing === undefined) return;
      try {
        await device.api.submitMessage(outgoing.groupId, toBase64Url(outgoing.message));
        return;
      } catch (error) {
        if (!(error instanceof DeliveryRefusal) || error.code === 'rate-limited') throw error;
        if (error.code !== 'epoch-passed') {
          await forget(device, messageId);
          throw error;
        }
        // The group has moved on: learn its new keys and encrypt the same committed content again.
        await readInbox(device);
        await encrypt(device, outgoing);
      }
    }
    throw new DeviceError('try-again', 'the group changes too fast; the message is kept and sent later');
  });
}

async function forget(device: DeviceContext, messageId: string): Promise<void> {
  await device.store.write([{ table: 'outgoing', key: messageId, value: null }]);
  device.changed();
}

/** Sends what could not be sent before, oldest first. The delivery service knows bytes that it has taken already. */
export async function flushOutbox(device: DeviceContext): Promise<void> {
  const waiting = (await device.store.list('outgoing')).toSorted((a, b) => a.createdAt - b.createdAt);
  for (const { messageId, groupId } of waiting) {
    const group = await device.store.get('group', groupId);
    if (group?.membership === 'member') await submit(device, messageId);
    else await forget(device, messageId);
  }
}
