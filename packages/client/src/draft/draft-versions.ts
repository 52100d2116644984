import { decodeStamp, type MessageHeader, readHeader } from '@wellhouse/franking';
import { toHex } from '../hex.ts';
import type { ReportableMessage } from './draft-state.ts';

/** Positions in the conversation, in its order. */
export interface Versions {
  /** The reported message as it was first sent, and everything that it was changed into, however long afterwards. */
  versions: readonly number[];
  /** What deleted it. */
  deletions: readonly number[];
}

interface Change {
  index: number;
  header: MessageHeader;
}

/**
 * Every wording that the reported message ever had: all of them were shown, and each can be what is reported. An edit counts
 * only from the sender and in the group of what it edits; an edit of an edit counts as one of the original.
 */
export function versionsOf(messages: readonly ReportableMessage[], reported: number): Versions {
  const own = messagesOfSender(messages, reported);
  const start = own.find(({ index }) => index === reported);
  if (start === undefined) return { versions: [reported], deletions: [] };
  const changes = Map.groupBy(own.filter(changesAnother), ({ header }) => idOf(header.refersTo));
  const found = new Map<number, Change>([[reported, start]]);
  const queue = [originalOf(start, own), start];
  for (const next of queue) {
    found.set(next.index, next);
    for (const change of changes.get(idOf(next.header.messageId)) ?? []) {
      if (found.has(change.index)) continue;
      found.set(change.index, change);
      queue.push(change);
    }
  }
  const inOrder = [...found.values()].sort((a, b) => a.index - b.index);
  const isDeletion = ({ index, header }: Change): boolean => header.kind === 'delete' && index !== reported;
  return {
    versions: inOrder.filter((change) => !isDeletion(change)).map(({ index }) => index),
    deletions: inOrder.filter(isDeletion).map(({ index }) => index),
  };
}

/** What was edited or deleted first, in a chain that may have no end. */
function originalOf(start: Change, own: readonly Change[]): Change {
  const seen = new Set<Change>();
  // an id that was used before counts the first time
  const byId = new Map(own.toReversed().map((message) => [idOf(message.header.messageId), message]));
  let current = start;
  while (changesAnother(current) && !seen.has(current)) {
    seen.add(current);
    const before = byId.get(idOf(current.header.refersTo));
    if (before === undefined) break;
    current = before;
  }
  return current;
}

function changesAnother({ header }: Change): boolean {
  return header.kind === 'edit' || header.kind === 'delete';
}

/** Opens none of them: there can be any number. Unreadable messages are left out: nothing of them is offered that is not offered anyway. */
function messagesOfSender(messages: readonly ReportableMessage[], reported: number): Change[] {
  const place = (message: ReportableMessage | undefined): string | null => {
    if (message === undefined) return null;
    const { sender, groupId } = decodeStamp(message.stamp).context;
    return `${toHex(groupId)} ${sender}`;
  };
  const wanted = attempt(() => place(messages[reported]));
  return messages.flatMap((message, index) => {
    const header = attempt(() => (place(message) === wanted ? readHeader(message.content) : null));
    return header === null ? [] : [{ index, header }];
  });
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function idOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : toHex(bytes);
}
