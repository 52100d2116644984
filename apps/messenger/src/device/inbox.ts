import type { DeliveryEvent } from '../wire.ts';
import { readAlbum } from './album-inbox.ts';
import { equalBytes, fromBase64Url, sha256Hex, toHex } from './bytes.ts';
import type { DeviceContext } from './context.ts';
import { identityOf } from './context.ts';
import { DeliveryUnreachable } from './delivery-api.ts';
import { lifeWithin } from './disappearing.ts';
import { decodeState, encodeState, groupNameOf, MlsRefusal, membersOf } from './mls-client.ts';
import { beginLooking, endLooking, lookAt, seeGroups, withdrawPrompts } from './notice-abuse.ts';
import { messageKey, type StoredGroup, type StoredMessage, type Write } from './store.ts';

type EventOf<T extends DeliveryEvent['type']> = Extract<DeliveryEvent, { type: T }>;

/** `waiting`: the next message cannot be checked yet, because the hub's keys cannot be had now. */
export type InboxState = 'read' | 'waiting';

/** Not now: ask for the same event again later. */
class Later extends Error {}

/**
 * Reads everything new, in the delivery service's order. Keys, messages and the place in the queue are written
 * together, so that a crash at any point repeats the event instead of losing it.
 *
 * @throws {DeliveryUnreachable} if the service cannot be asked
 */
export async function readInbox(device: DeviceContext): Promise<InboxState> {
  return device.lock(async () => {
    const identity = await identityOf(device);
    const fresh: Write[] = [];
    const removed = new Set<string>();
    try {
      for (let more = true; more; ) {
        const page = await device.api.events(identity.cursor);
        await device.wellhouse.hubTime(page.now);
        for (const [index, event] of page.events.entries()) {
          // The album is asked for as it is now: once for all that happened to it.
          const again = event.type === 'album-changed' && isNamedLater(page.events, index, event.albumId);
          const writes = again ? [] : await handle(device, event);
          identity.cursor = event.id;
          // whatever draws them from here on draws them quietly
          if (event.type === 'message') beginLooking(device, messagesOf(writes));
          await device.store
            .write([...writes, { table: 'identity', key: 'self', value: identity }])
            .catch((error: unknown) => {
              endLooking(device, messagesOf(writes));
              throw error;
            });
          // a message writes down its group as well, and who is in it only a commit or a welcome changes
          if (event.type === 'message') fresh.push(...writes.filter(({ table }) => table === 'message'));
          if (event.type === 'commit' || event.type === 'welcome') fresh.push(...writes);
          if (event.type === 'messages-removed') for (const { groupId } of event.messages) removed.add(groupId);
        }
        await notice(device, fresh.splice(0));
        await withdrawPrompts(device, removed);
        removed.clear();
        if (page.events.length > 0) device.changed();
        more = page.more;
      }
      return 'read';
    } catch (error) {
      await notice(device, fresh.splice(0));
      if (error instanceof Later) return 'waiting';
      throw error;
    }
  });
}

/** What is new is looked at before it is drawn; nothing that goes wrong with it keeps anything from being drawn. */
async function notice(device: DeviceContext, writes: readonly Write[]): Promise<void> {
  const messages = messagesOf(writes);
  const groups = new Map<string, StoredGroup>();
  for (const { table, value } of writes) {
    if (table === 'group' && value !== null) groups.set(value.groupId, value);
  }
  if (groups.size > 0) await seeGroups(device, [...groups.values()]).catch(() => {});
  await lookAt(device, messages).catch((error: unknown) => {
    endLooking(device, messages);
    console.warn('messenger: cannot look at new messages', error);
  });
}

function messagesOf(writes: readonly Write[]): StoredMessage[] {
  return writes.flatMap(({ table, value }) => (table === 'message' && value !== null ? [value] : []));
}

function isNamedLater(events: readonly DeliveryEvent[], index: number, albumId: string): boolean {
  return events.slice(index + 1).some((event) => event.type === 'album-changed' && event.albumId === albumId);
}

async function handle(device: DeviceContext, event: DeliveryEvent): Promise<Write[]> {
  switch (event.type) {
    case 'welcome':
      return joinGroup(device, event);
    case 'commit':
      return followCommit(device, event);
    case 'message':
      return receiveMessage(device, event);
    case 'left':
      return updateGroup(device, event.groupId, (group) => ({ leavers: [...group.leavers, event.accountId] }));
    case 'removed-from-group':
      return updateGroup(device, event.groupId, (group) => ({
        membership: group.membership === 'left' ? 'left' : 'removed',
        state: null,
        pending: null,
        lastActivity: event.at,
      }));
    case 'messages-removed':
      return markRemoved(device, event, true);
    case 'messages-restored':
      return markRemoved(device, event, false);
    case 'notice':
      return keepNotice(device, event);
    case 'family-changed':
      return keepAccount(device);
    case 'album-changed':
      return readAlbum(device, event.albumId);
    default:
      return event satisfies never;
  }
}

async function updateGroup(
  { store }: DeviceContext,
  groupId: string,
  change: (group: StoredGroup) => Partial<StoredGroup>,
): Promise<Write[]> {
  const group = await store.get('group', groupId);
  if (group === undefined) return [];
  return [{ table: 'group', key: groupId, value: { ...group, ...change(group) } }];
}

async function joinGroup(device: DeviceContext, event: EventOf<'welcome'>): Promise<Write[]> {
  try {
    const { state, reference } = await device.mls.join(fromBase64Url(event.welcome), (name) =>
      device.store.get('keyPackage', name),
    );
    if (!equalBytes(state.groupContext.groupId, fromBase64Url(event.groupId))) return [];
    const known = await device.store.get('group', event.groupId);
    const group: StoredGroup = {
      groupId: event.groupId,
      name: groupNameOf(state),
      membership: 'member',
      state: encodeState(state),
      members: membersOf(state),
      leavers: [],
      pending: null,
      unverifiable: known?.unverifiable ?? 0,
      lastActivity: event.at,
      readUpTo: known?.readUpTo ?? 0,
      expiresAfter: known?.expiresAfter ?? 0,
      ...(known?.muted && { muted: known.muted, mutedSince: known.mutedSince ?? {} }),
    };
    return [
      { table: 'group', key: event.groupId, value: group },
      { table: 'keyPackage', key: reference, value: null },
    ];
  } catch (error) {
    if (error instanceof DeliveryUnreachable) throw error;
    return [];
  }
}

async function followCommit(device: DeviceContext, event: EventOf<'commit'>): Promise<Write[]> {
  const group = await device.store.get('group', event.groupId);
  if (!group || group.state === null || group.membership !== 'member') return [];
  const commit = fromBase64Url(event.commit);
  const [next, ...later] = group.pending?.commits ?? [];
  const own = next !== undefined && next.sha256 === sha256Hex(commit);
  const current = decodeState(group.state);
  // What a welcome has led past already comes once more when a device reads its queue again.
  if (BigInt(event.epoch) < current.groupContext.epoch) return [];
  try {
    const state = own ? decodeState(next.state) : await device.mls.follow(current, commit);
    if (state === null) {
      return updateGroup(device, event.groupId, () => ({ membership: 'removed', state: null, pending: null }));
    }
    const members = membersOf(state);
    return updateGroup(device, event.groupId, () => ({
      state: encodeState(state),
      members,
      leavers: group.leavers.filter((leaver) => members.includes(leaver)),
      pending: own && later.length > 0 ? { commits: later } : null,
      lastActivity: event.at,
    }));
  } catch (error) {
    if (error instanceof DeliveryUnreachable) throw error;
    return updateGroup(device, event.groupId, () => ({ membership: 'broken', state: null, pending: null }));
  }
}

/** Opens one message, has Wellhouse check it, and only then keeps it to be shown. */
async function receiveMessage(device: DeviceContext, event: EventOf<'message'>): Promise<Write[]> {
  const group = await device.store.get('group', event.groupId);
  if (!group || group.state === null || group.membership !== 'member') return [];
  const message = fromBase64Url(event.message);
  const sha256 = sha256Hex(message);
  const own = (await device.store.list('outgoing')).find((outgoing) => outgoing.sha256 === sha256);
  const state = decodeState(group.state);
  const drop = (change: Partial<StoredGroup> = {}): Write[] => [
    { table: 'group', key: event.groupId, value: { ...group, unverifiable: group.unverifiable + 1, ...change } },
  ];

  let opened: { content: Uint8Array; authenticatedData: Uint8Array; sender: string; epoch: bigint; state: Uint8Array };
  try {
    // MLS cannot open what this device sent itself; it has the content, and checks it like everyone else's.
    opened = own
      ? { ...own, sender: device.accountId, epoch: state.groupContext.epoch, state: group.state }
      : await device.mls.open(state, message).then((from) => ({ ...from, state: encodeState(from.state) }));
  } catch (error) {
    if (error instanceof MlsRefusal) return drop();
    throw error;
  }

  const result = await device.wellhouse.receive({
    content: opened.content,
    authenticatedData: opened.authenticatedData,
    message,
    stamp: fromBase64Url(event.stamp),
    sender: opened.sender,
    groupId: fromBase64Url(event.groupId),
    epoch: opened.epoch,
  });
  if (!result.shown) {
    if (result.retry) throw new Later();
    if (result.code === 'expired') {
      // genuine, and over before this device saw it: nothing is kept, and nothing was wrong
      const passed: Write = { table: 'group', key: event.groupId, value: { ...group, state: opened.state } };
      return own ? [passed, { table: 'outgoing', key: own.messageId, value: null }] : [passed];
    }
    return drop({ state: opened.state });
  }

  const { header, parts, stamp, content, stampBytes } = result.message;
  const sequence = Number(stamp.context.sequence);
  const mine = opened.sender === device.accountId;
  const { visibleUntil, reportableUntil } = result;
  const kept: StoredMessage = {
    groupId: event.groupId,
    sequence,
    messageId: toHex(header.messageId),
    sender: opened.sender,
    kind: header.kind,
    refersTo: header.refersTo === null ? null : toHex(header.refersTo),
    acceptedAt: stamp.context.acceptedAt,
    parts: [...parts],
    content,
    stamp: stampBytes,
    removed: false,
    life: visibleUntil === null ? null : { visibleUntil, reportableUntil, vanished: result.keep === 'stub' },
  };
  const life = lifeWithin(kept, await device.store.list('message', `${event.groupId}/`));
  const writes: Write[] = [
    {
      table: 'group',
      key: event.groupId,
      value: {
        ...group,
        state: opened.state,
        lastActivity: stamp.context.acceptedAt,
        readUpTo: mine ? sequence : group.readUpTo,
      },
    },
    {
      table: 'message',
      key: messageKey(event.groupId, sequence),
      value: { ...kept, life },
    },
  ];
  if (own) writes.push({ table: 'outgoing', key: own.messageId, value: null });
  return writes;
}

async function markRemoved(
  { store }: DeviceContext,
  event: EventOf<'messages-removed'> | EventOf<'messages-restored'>,
  removed: boolean,
): Promise<Write[]> {
  const writes: Write[] = [];
  for (const { groupId, sequence } of event.messages) {
    const key = messageKey(groupId, sequence);
    const message = await store.get('message', key);
    if (message !== undefined) writes.push({ table: 'message', key, value: { ...message, removed } });
  }
  return writes;
}

async function keepAccount({ api }: DeviceContext): Promise<Write[]> {
  const { account: _, ...value } = await api.me();
  return [{ table: 'accountState', key: 'self', value }];
}

async function keepNotice({ store }: DeviceContext, event: EventOf<'notice'>): Promise<Write[]> {
  const known = await store.get('accountState', 'self');
  const notices = [event.notice, ...(known?.notices ?? [])].filter(
    (notice, index, all) => all.findIndex((other) => other.reference === notice.reference) === index,
  );
  return [{ table: 'accountState', key: 'self', value: { ...known, standing: event.standing, notices } }];
}
