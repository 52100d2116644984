import { type HubNow, type KeptLife, whatToKeep } from '@wellhouse/client';
import { toHex } from './bytes.ts';
import type { DeviceContext } from './context.ts';
import { findShown } from './conversation.ts';
import { withdrawPrompts } from './notice-abuse.ts';
import { messageKey, type StoredMessage, type Write } from './store.ts';

/** Timers that a person can choose from, in seconds; 0: messages stay. */
export const timers = [0, 3_600, 86_400, 604_800] as const;

/** What a message that edits, deletes or answers refers to, if it may change it: as `foldConversation` applies it. */
function targetOf(message: StoredMessage, messages: readonly StoredMessage[]): StoredMessage | undefined {
  if (message.refersTo === null || message.kind === 'text' || message.kind === 'media') return undefined;
  const target = messages[findShown(messages, message.refersTo)];
  return message.kind === 'reaction' || target?.sender === message.sender ? target : undefined;
}

/**
 * How long a message is kept: as its stamp says, and never longer than the message that it edits or deletes, so that an
 * edit cannot lengthen a life. It cannot shorten what somebody else may report either: the edited message keeps its own.
 */
export function lifeWithin(message: StoredMessage, messages: readonly StoredMessage[]): KeptLife | null {
  const own = message.life ?? null;
  const around = targetOf(message, messages)?.life ?? null;
  if (own === null || around === null) return own ?? around;
  return {
    visibleUntil: earlier(own.visibleUntil, around.visibleUntil),
    reportableUntil: earlier(own.reportableUntil, around.reportableUntil),
    vanished: own.vanished === true || around.vanished === true,
  };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** A group's messages now: those that have changed, and those that go. */
function judge(messages: readonly StoredMessage[], now: HubNow) {
  const isOver = (message: StoredMessage): boolean =>
    message.life ? whatToKeep(message.life, now) === 'nothing' : false;
  const hidden = messages.filter((message) => message.life && whatToKeep(message.life, now) !== 'all');
  // without a hidden edit the words before it would come back
  const edited = hidden.flatMap((message) => (message.kind === 'edit' ? (targetOf(message, messages) ?? []) : []));
  const vanished = new Set([...hidden, ...edited].filter((message) => message.life?.vanished !== true));
  const kept = messages.filter((message) => !isOver(message));
  return {
    dropped: messages.filter(isOver),
    kept: kept.map((message) => (vanished.has(message) ? hide(message) : message)),
    changed: kept.filter((message) => vanished.has(message)).map(hide),
  };
}

function hide(message: StoredMessage): StoredMessage {
  const life = message.life ?? { visibleUntil: null, reportableUntil: null };
  return { ...message, life: { ...life, vanished: true } };
}

/** What has to be written now, and the milliseconds until the next change; null: nothing here disappears. */
function due(messages: readonly StoredMessage[], now: HubNow): { writes: Write[]; next: number | null } {
  const groups = [...Map.groupBy(messages, ({ groupId }) => groupId).values()].map((group) => judge(group, now));
  const kept = groups.flatMap((group) => group.kept);
  const dropped = groups.flatMap((group) => group.dropped);
  const waits = kept.flatMap(({ life }) => (life ? (untilChange(life, now) ?? []) : []));
  const stillShown = picturesOf(kept);
  const keyOf = ({ groupId, sequence }: StoredMessage) => messageKey(groupId, sequence);
  const writes: Write[] = [
    ...groups
      .flatMap((group) => group.changed)
      .map((message): Write => ({ table: 'message', key: keyOf(message), value: message })),
    ...dropped.map((message): Write => ({ table: 'message', key: keyOf(message), value: null })),
    ...[...picturesOf(dropped)]
      .filter((name) => !stillShown.has(name))
      .map((name): Write => ({ table: 'picture', key: name, value: null })),
  ];
  return { writes, next: waits.length === 0 ? null : Math.max(0, Math.min(...waits)) };
}

function untilChange({ vanished, visibleUntil, reportableUntil }: KeptLife, now: HubNow): number | null {
  const [until, at] = vanished ? [reportableUntil, now.deleteUpTo] : [visibleUntil, now.time];
  return until === null ? null : until - at;
}

/** Names of the ciphertexts that these messages show. */
function picturesOf(messages: readonly StoredMessage[]): Set<string> {
  const parts = messages.flatMap((message) => message.parts);
  return new Set(
    parts.flatMap((part) => (part.type === 'attachment' ? [toHex(part.attachment.ciphertextSha256)] : [])),
  );
}

/**
 * Takes the words of messages whose time is over out of view, and deletes those that cannot be reported any more, with
 * the ciphertexts of their pictures: all of it in one step.
 *
 * @returns milliseconds until there is something to do again, or null
 */
export async function expire(device: DeviceContext): Promise<number | null> {
  const look = async () => {
    const messages = await device.store.list('message');
    if (!messages.some((message) => message.life)) return null;
    return due(messages, await device.wellhouse.hubTime());
  };
  let found = await look();
  if (found !== null && found.writes.length > 0) {
    found = await device.lock(async () => {
      const now = await look();
      await device.store.write(now?.writes ?? []);
      return now;
    });
    const groupIds = found?.writes.flatMap(({ table, key }) => (table === 'message' ? [key.split('/')[0] ?? ''] : []));
    await withdrawPrompts(device, new Set(groupIds));
    device.changed();
  }
  return found?.next ?? null;
}
