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
  state: 'sent' | 'sending' | 'deleted' | 'removed';
  text: string;
  edited: boolean;
  pictures: ShownPicture[];
  /** The message that this one answers, as its sender quoted it. */
  quote: { messageId: string; text: string } | null;
}

function emptied(state: 'deleted' | 'removed'): Pick<ShownMessage, 'state' | 'text' | 'edited' | 'pictures' | 'quote'> {
  return { state, text: '', edited: false, pictures: [], quote: null };
}

type Source = Pick<StoredMessage, 'messageId' | 'kind' | 'refersTo' | 'parts' | 'sender'>;

function show(source: Source, at: number, sequence: number | null): ShownMessage {
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
 * is one message wherever it is shown, answered or reported.
 */
export function foldConversation(
  messages: readonly StoredMessage[],
  outgoing: readonly StoredOutgoing[],
  self: string,
): ShownMessage[] {
  const shown = new Map<string, ShownMessage>();
  const apply = (source: Source, at: number, sequence: number | null, removed: boolean): void => {
    const named = source.refersTo === null ? undefined : shown.get(source.refersTo);
    const target = named?.sender === source.sender ? named : undefined;
    switch (source.kind) {
      case 'text':
      case 'media': {
        if (shown.has(source.messageId)) return;
        const message = show(source, at, sequence);
        shown.set(source.messageId, removed ? { ...message, ...emptied('removed') } : message);
        return;
      }
      case 'edit':
        if (target?.state === 'sent' && !removed) Object.assign(target, { text: textOf(source.parts), edited: true });
        return;
      case 'delete':
        if (target?.state === 'sent') Object.assign(target, emptied('deleted'));
        return;
      case 'reaction':
      case 'key-update':
        return;
      default:
        source.kind satisfies never;
    }
  };
  for (const message of messages) apply(message, message.acceptedAt, message.sequence, message.removed);
  for (const waiting of outgoing.toSorted((a, b) => a.createdAt - b.createdAt)) {
    apply({ ...waiting, sender: self }, waiting.createdAt, null, false);
  }
  return [...shown.values()];
}

/** One line for the list of conversations. */
export function lastLine(messages: readonly ShownMessage[]): ShownMessage | null {
  return messages.findLast((message) => message.state !== 'removed') ?? null;
}
