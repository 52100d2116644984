import { type HubNow, type KeptLife, whatToKeep } from '@wellhouse/client';
import type { AttachmentDescriptor } from '@wellhouse/franking';
import { toHex } from './bytes.ts';
import { textOf } from './mentions.ts';
import type { StoredMessage, StoredOutgoing } from './store.ts';

export interface ShownPicture {
  /** Index of the part in the message (the header is part 0). */
  part: number;
  attachment: AttachmentDescriptor;
}

/** One message as it is shown: what was sent first, with what was said about it later. */
export interface ShownMessage {
  messageId: string;
  /** Null while it is on its way. */
  sequence: number | null;
  sender: string;
  at: number;
  /** `vanished`: its words have disappeared; it can be reported until `reportableUntil`. */
  state: 'sent' | 'sending' | 'deleted' | 'removed' | 'vanished';
  text: string;
  edited: boolean;
  pictures: ShownPicture[];
  /** The message that this one answers, as its sender quoted it. */
  quote: { messageId: string; text: string } | null;
  /** Milliseconds of hub time; null: for ever. */
  visibleUntil: number | null;
  reportableUntil: number | null;
}

function emptied(
  state: 'deleted' | 'removed' | 'vanished',
): Pick<ShownMessage, 'state' | 'text' | 'edited' | 'pictures' | 'quote'> {
  return { state, text: '', edited: false, pictures: [], quote: null };
}

type Source = Pick<StoredMessage, 'messageId' | 'kind' | 'refersTo' | 'parts' | 'sender'>;

function show(source: Source, at: number, sequence: number | null, life: KeptLife | null): ShownMessage {
  const pictures: ShownPicture[] = [];
  for (const [index, part] of source.parts.entries()) {
    if (part.type === 'attachment') pictures.push({ part: index + 1, attachment: part.attachment });
  }
  const quote = source.parts.find((part) => part.type === 'quote');
  return {
    messageId: source.messageId,
    sequence,
    sender: source.sender,
    at,
    state: sequence === null ? 'sending' : 'sent',
    text: textOf(source.parts),
    edited: false,
    pictures,
    quote: quote ? { messageId: toHex(quote.messageId), text: quote.text } : null,
    visibleUntil: life?.visibleUntil ?? null,
    reportableUntil: life?.reportableUntil ?? null,
  };
}

/** The message that is shown under an id: edits, deletions and reactions are messages too, and can bear any id. */
export function findShown(messages: readonly StoredMessage[], messageId: string): number {
  return messages.findIndex(
    (message) => message.messageId === messageId && (message.kind === 'text' || message.kind === 'media'),
  );
}

/**
 * Folds a group's messages, in the hub's order, into what is shown. An edit or a deletion counts only from the sender
 * of what it refers to; a message id that was used before counts only the first time, whoever used it, so that one id
 * is one message wherever it is shown, answered or reported. Words whose time is over by now are not in it, and
 * neither are those that they stood for: an edit that disappears leaves no earlier version behind.
 */
export function foldConversation(
  messages: readonly StoredMessage[],
  outgoing: readonly StoredOutgoing[],
  self: string,
  now: HubNow,
): ShownMessage[] {
  const shown = new Map<string, ShownMessage>();
  type Place = { at: number; sequence: number | null; removed: boolean; life: KeptLife | null };
  const apply = (source: Source, { at, sequence, removed, life }: Place): void => {
    const keep = life === null ? 'all' : whatToKeep(life, now);
    const named = source.refersTo === null ? undefined : shown.get(source.refersTo);
    const target = named?.sender === source.sender ? named : undefined;
    switch (source.kind) {
      case 'text':
      case 'media': {
        if (shown.has(source.messageId) || keep === 'nothing') return;
        const message = show(source, at, sequence, life);
        const without = removed ? emptied('removed') : keep === 'stub' ? emptied('vanished') : null;
        shown.set(source.messageId, { ...message, ...without });
        return;
      }
      case 'edit':
        if (target?.state !== 'sent' || removed) return;
        if (keep !== 'all') Object.assign(target, emptied('vanished'));
        else Object.assign(target, { text: textOf(source.parts), edited: true }, sooner(target, life));
        return;
      case 'delete':
        if (target?.state === 'sent' || target?.state === 'vanished') Object.assign(target, emptied('deleted'));
        return;
      case 'reaction':
      case 'key-update':
        return;
      default:
        source.kind satisfies never;
    }
  };
  for (const message of messages) {
    const { acceptedAt: at, sequence, removed, life = null } = message;
    apply(message, { at, sequence, removed, life });
  }
  for (const waiting of outgoing.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const place = { at: waiting.createdAt, sequence: null, removed: false, life: null };
    apply({ ...waiting, sender: self }, place);
  }
  return [...shown.values()];
}

/** An edit that disappears before the message takes the message along. */
function sooner({ visibleUntil }: ShownMessage, life: KeptLife | null): Pick<ShownMessage, 'visibleUntil'> {
  const times = [visibleUntil, life?.visibleUntil ?? null].filter((time) => time !== null);
  return { visibleUntil: times.length === 0 ? null : Math.min(...times) };
}

/** Whether there is something under which a prompt is drawn: also where the words have gone, by its sender or by themselves. */
export function isPromptShown({ state }: ShownMessage): boolean {
  return state === 'sent' || state === 'deleted' || state === 'vanished';
}

/** One name for a message of a group: its id is its sender's choice. */
export function placeOf(groupId: string, { sender, messageId }: Pick<ShownMessage, 'sender' | 'messageId'>): string {
  return `${groupId} ${sender} ${messageId}`;
}

/** One line for the list of conversations. */
export function lastLine(messages: readonly ShownMessage[]): ShownMessage | null {
  return messages.findLast((message) => message.state !== 'removed') ?? null;
}
