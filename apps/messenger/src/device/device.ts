import {
  type AgeBand,
  type FamilyChange,
  type HubNow,
  type ReportableMessage,
  type Wellhouse,
  whatToKeep,
} from '@wellhouse/client';
import { type AttachmentDescriptor, openContent } from '@wellhouse/franking';
import type { CiphersuiteImpl } from 'ts-mls';
import type { Account } from '../wire.ts';
import { readAlbums } from './album-inbox.ts';
import { openAlbums } from './albums.ts';
import { fromHex, toBase64Url } from './bytes.ts';
import { type DeviceContext, DeviceError, identityOf } from './context.ts';
import { findShown, foldConversation, type ShownMessage } from './conversation.ts';
import type { DeliveryApi } from './delivery-api.ts';
import { expire } from './disappearing.ts';
import { type InboxState, readInbox } from './inbox.ts';
import type { Lock } from './locks.ts';
import { addMember, createGroup, leaveGroup, removeLeavers, removeMember } from './membership.ts';
import { partsOf, textOf } from './mentions.ts';
import { createMlsClient } from './mls-client.ts';
import { sayAge, seeGroups } from './notice-abuse.ts';
import { flushOutbox, send } from './outbox.ts';
import { openPicture, type Picture, pictureCiphertext, uploadPicture } from './pictures.ts';
import type { DeviceStore, StoredAccountState, StoredGroup, StoredMessage, Write } from './store.ts';

const keyPackagesOffered = 20;
/** Packages are valid for half a month; new ones come well before that. */
const renewAfterMs = 7 * 24 * 3_600_000;

export interface DeviceOptions {
  api: DeliveryApi;
  store: DeviceStore;
  wellhouse: Pick<Wellhouse, 'receive' | 'hubTime' | 'prompts' | 'recontact'>;
  suite: CiphersuiteImpl;
  lock: Lock;
  sendLock: Lock;
  /** Held while files go into albums, which takes long. */
  uploadLock: Lock;
  /** Where the bytes of album pictures go. */
  safetyUrl: string;
  fetch: typeof fetch;
  clock: () => number;
  random: (length: number) => Uint8Array;
}

export interface Conversation {
  group: Omit<StoredGroup, 'state' | 'pending'>;
  messages: ShownMessage[];
  /** Messages among them that are being looked at in this tab; see `placeOf`. */
  looking: ReadonlySet<string>;
  /** The hub's time at which they are shown as they are. */
  hubTime: number;
}

export type Device = Awaited<ReturnType<typeof openDevice>>;

/**
 * One account's device: its keys, its groups, its history. Needs an identity in the store (see `enrol`).
 *
 * @throws {DeviceError} `not-signed-in`
 */
export async function openDevice(options: DeviceOptions) {
  const { api, store } = options;
  const identity = await store.get('identity', 'self');
  if (identity === undefined) throw new DeviceError('not-signed-in', 'sign in first');
  const listeners = new Set<() => void>();
  const mls = createMlsClient({ suite: options.suite, identity, isKeyOf });
  const device: DeviceContext = {
    ...options,
    mls,
    accountId: identity.accountId,
    looking: new Map(),
    changed: () => {
      for (const listener of listeners) listener();
    },
  };

  const albums = openAlbums(device, options);

  /** Keys once seen in the directory are remembered; an unknown one is asked for again. */
  async function isKeyOf(accountId: string, signatureKey: Uint8Array): Promise<boolean> {
    const wanted = toBase64Url(signatureKey);
    const known = await store.get('account', accountId);
    if (known?.signatureKeys.includes(wanted)) return true;
    const account = await api.account(accountId);
    await store.write([{ table: 'account', key: accountId, value: account }]);
    return account.signatureKeys.includes(wanted);
  }

  async function refreshAccount(): Promise<void> {
    const { account, ...state } = await api.me();
    await store.write([{ table: 'accountState', key: 'self', value: state }]);
    await sayAge(device);
    const kept = await store.list('keyPackage');
    const now = options.clock();
    const fresh = kept.filter((stored) => now - stored.madeAt < renewAfterMs);
    if (account.ready && fresh.length >= keyPackagesOffered / 2) return;
    await device.lock(async () => {
      const made = await Promise.all(Array.from({ length: keyPackagesOffered }, () => mls.makeKeyPackage()));
      // The private halves are kept before anyone can use the public ones.
      await store.write(
        made.map(
          ({ reference, stored }): Write => ({
            table: 'keyPackage',
            key: reference,
            value: { ...stored, madeAt: now },
          }),
        ),
      );
      const { signatureKey } = await identityOf(device);
      await api.publishKeyPackages({
        signatureKey: toBase64Url(signatureKey),
        keyPackages: made.map(({ keyPackage }) => toBase64Url(keyPackage)),
      });
    });
  }

  let syncing: Promise<InboxState> | null = null;
  let again = false;
  async function syncOnce(): Promise<InboxState> {
    await readInbox(device);
    await flushOutbox(device);
    await removeLeavers(device);
    return readInbox(device);
  }
  /** Catches up in both directions. Calls that come meanwhile make it run once more. */
  function sync(): Promise<InboxState> {
    if (syncing !== null) {
      again = true;
      return syncing;
    }
    syncing = (async () => {
      let state: InboxState;
      do {
        again = false;
        state = await syncOnce();
      } while (again);
      await expire(device);
      return state;
    })().finally(() => {
      syncing = null;
    });
    return syncing;
  }

  /** Words with the names of the group's members as parts of their own. */
  async function wordsOf(groupId: string, text: string) {
    const group = await store.get('group', groupId);
    return partsOf(text, group?.members ?? []);
  }

  /** A message whose words may still be used; null if it is not here, or has vanished. */
  async function messageOf(groupId: string, messageId: string): Promise<StoredMessage | null> {
    const messages = await store.list('message', `${groupId}/`);
    const found = messages[findShown(messages, messageId)];
    if (found?.life && whatToKeep(found.life, await options.wellhouse.hubTime()) !== 'all') return null;
    return found ?? null;
  }

  /** Asked only where something disappears. */
  async function hubTimeFor(messages: readonly StoredMessage[]): Promise<HubNow> {
    if (messages.some((message) => message.life)) return options.wellhouse.hubTime();
    const now = options.clock();
    return { time: now, deleteUpTo: now };
  }

  async function timerOf(groupId: string): Promise<number> {
    return (await store.get('group', groupId))?.expiresAfter ?? 0;
  }

  return {
    accountId: identity.accountId,
    name: identity.name,
    /** Shared albums: not encrypted, and checked where the law allows it. */
    albums,
    /** Publishes keys, learns how the account stands, and catches up. */
    async start(): Promise<InboxState> {
      await refreshAccount();
      await readAlbums(device);
      await seeGroups(device, await store.list('group'));
      return sync();
    },
    sync,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async groups(): Promise<Conversation['group'][]> {
      return (await store.list('group')).toSorted((a, b) => b.lastActivity - a.lastActivity);
    },
    async conversation(groupId: string): Promise<Conversation> {
      const group = await store.get('group', groupId);
      if (group === undefined) throw new DeviceError('not-found', 'there is no such group on this device');
      const outgoing = (await store.list('outgoing')).filter((waiting) => waiting.groupId === groupId);
      const messages = await store.list('message', `${groupId}/`);
      const now = await hubTimeFor(messages);
      const shown = foldConversation(messages, outgoing, identity.accountId, now);
      return { group, messages: shown, looking: new Set(device.looking.keys()), hubTime: now.time };
    },
    /** Hides and deletes what has disappeared. @returns milliseconds until there is more to do, or null */
    expire: () => expire(device),
    /** From now on, messages that this device sends to the group disappear after so many seconds; 0: never. */
    async setTimer(groupId: string, expiresAfter: number): Promise<void> {
      await device.lock(async () => {
        const group = await store.get('group', groupId);
        if (group === undefined) throw new DeviceError('not-found', 'there is no such group on this device');
        await store.write([{ table: 'group', key: groupId, value: { ...group, expiresAfter } }]);
        device.changed();
      });
    },
    /** From now on, until it is lifted, the person's messages in the group come quietly, or not any more. Nobody is told. */
    async setMuted(groupId: string, accountId: string, isMuted: boolean): Promise<void> {
      await device.lock(async () => {
        const group = await store.get('group', groupId);
        if (group === undefined) throw new DeviceError('not-found', 'there is no such group on this device');
        const others = (group.muted ?? []).filter((other) => other !== accountId);
        const { [accountId]: since = options.clock(), ...sinceOthers } = group.mutedSince ?? {};
        const muted = isMuted ? [...others, accountId] : others;
        const mutedSince = isMuted ? { ...sinceOthers, [accountId]: since } : sinceOthers;
        await store.write([{ table: 'group', key: groupId, value: { ...group, muted, mutedSince } }]);
        const prompt = isMuted ? await options.wellhouse.prompts.open(groupId) : null;
        // as after a block: who was stopped must not hold back a question about somebody else
        if (prompt?.sender === accountId) await options.wellhouse.prompts.withdraw(prompt);
        device.changed();
      });
    },
    async markRead(groupId: string, sequence: number): Promise<void> {
      await device.lock(async () => {
        const group = await store.get('group', groupId);
        if (group === undefined || group.readUpTo >= sequence) return;
        await store.write([{ table: 'group', key: groupId, value: { ...group, readUpTo: sequence } }]);
        device.changed();
      });
    },
    async accountState(): Promise<StoredAccountState> {
      const known = await store.get('accountState', 'self');
      return known ?? { standing: { state: 'good', until: null, notice: null }, notices: [] };
    },
    /** Where this person is: decides what is checked of what they put into shared albums. */
    async chooseRegion(region: string): Promise<void> {
      await api.chooseRegion(region);
      await refreshAccount();
      await readAlbums(device);
    },
    /** How old this person is: decides what is covered at first. In this sample people say it themselves. */
    async chooseAge(band: AgeBand): Promise<void> {
      await api.chooseAge(band);
      await refreshAccount();
      device.changed();
    },
    /** Asks somebody for a family link. @throws {DeliveryRefusal} */
    async askFamily(guardian: string): Promise<void> {
      await api.askFamily(guardian);
      await sync();
    },
    /** @throws {DeliveryRefusal} `family-refused` where this side may not */
    async changeFamily(linkId: string, change: FamilyChange): Promise<void> {
      await api.changeFamily(linkId, change);
      await sync();
    },
    accounts: (): Promise<Account[]> => api.accounts(),

    createGroup: (name: string, accountIds: readonly string[]) => createGroup(device, name, accountIds),
    addMember: (groupId: string, accountId: string) => addMember(device, groupId, accountId),
    removeMember: (groupId: string, accountId: string) => removeMember(device, groupId, accountId),
    leave: (groupId: string) => leaveGroup(device, groupId),

    async sendText(groupId: string, text: string, replyTo: string | null = null): Promise<void> {
      const parts = await wordsOf(groupId, text);
      const original = replyTo === null ? null : await messageOf(groupId, replyTo);
      // what vanished while the answer was written is not quoted any more
      if (original !== null) {
        const quoted = textOf(original.parts);
        parts.unshift({
          type: 'quote',
          messageId: fromHex(original.messageId),
          sender: original.sender,
          text: quoted.slice(0, 200),
        });
      }
      await send(device, groupId, { kind: 'text', refersTo: null, parts, expiresAfter: await timerOf(groupId) });
    },
    async sendPicture(groupId: string, picture: Picture, text = ''): Promise<void> {
      const attachment = await uploadPicture(device, groupId, picture);
      const caption = text === '' ? [] : await wordsOf(groupId, text);
      await send(device, groupId, {
        kind: 'media',
        refersTo: null,
        parts: [...caption, { type: 'attachment', attachment }],
        expiresAfter: await timerOf(groupId),
      });
    },
    /** The edit gets the timer of what it edits; the message lives no longer for it. */
    async edit(groupId: string, messageId: string, text: string): Promise<void> {
      const original = await messageOf(groupId, messageId);
      if (original === null) throw new DeviceError('not-found', 'there is no such message on this device any more');
      const { expiresAfter } = openContent(original.content).header;
      const parts = await wordsOf(groupId, text);
      await send(device, groupId, { kind: 'edit', refersTo: messageId, parts, expiresAfter });
    },
    delete: (groupId: string, messageId: string) =>
      send(device, groupId, { kind: 'delete', refersTo: messageId, parts: [], expiresAfter: 0 }),
    picture: (attachment: AttachmentDescriptor) => openPicture(device, attachment),

    /** A group's messages as Wellhouse reports them, in order, and where the given one stands among them, and whose it is. */
    async reportable(
      groupId: string,
      messageId: string | null,
    ): Promise<{ conversation: ReportableMessage[]; reported: number; sender: string | null }> {
      const stored = await store.list('message', `${groupId}/`);
      const now = await hubTimeFor(stored);
      const messages = stored.filter(({ life }) => !life || whatToKeep(life, now) !== 'nothing');
      const conversation = messages.map((message): ReportableMessage => {
        const ciphertexts = new Map<number, () => Promise<Uint8Array>>();
        for (const [index, part] of message.parts.entries()) {
          if (part.type === 'attachment') ciphertexts.set(index + 1, () => pictureCiphertext(device, part.attachment));
        }
        const { content, stamp, life } = message;
        const vanished = life ? whatToKeep(life, now) === 'stub' : false;
        return { content, stamp, ciphertexts, vanished, reportableUntil: life?.reportableUntil ?? null };
      });
      const reported = messageId === null ? -1 : findShown(messages, messageId);
      return { conversation, reported, sender: messages[reported]?.sender ?? null };
    },
  };
}
