import { decodeStamp, openContent } from '@wellhouse/franking';
import { WellhouseClientError } from '../client-error.ts';
import { type DraftTime, lifeInDraft } from './draft-life.ts';
import type { DraftEntry, DraftPart, ReportableMessage } from './draft-state.ts';

/** Messages after the reported one that are offered; answers to it can matter. */
const offeredAfter = 4;
/** Edits of the reported message that came later still: the latest one is what its reader sees. */
const latestEdits = 8;

export interface Offer {
  /** Position of the reported message in `messages`, or null if the report is about an account or a group. */
  reported: number | null;
  /** Messages before the reported one that are in the report unless taken out. */
  contextBefore: number;
  /** Messages that may be in the report beside the reported one. */
  contextMaximum: number;
  time: DraftTime;
}

/**
 * The messages that the reporter can choose from, nearest to the reported one. Included at first: the reported message,
 * `contextBefore` messages before it, and what edited or deleted it. Everything else is there to be put in. What had
 * disappeared for good before the draft was begun is not among them: it is a gap like any other.
 *
 * @throws {WellhouseClientError} `message-expired` if that is so of the reported message; `not-found`, `message-unreadable`
 */
export function draftEntries(messages: readonly ReportableMessage[], offer: Offer): DraftEntry[] {
  const reported = offer.reported === null ? null : messages[offer.reported];
  if (reported === undefined) throw new WellhouseClientError('not-found', 'expected "reported" to point at a message');
  const middle = offer.reported ?? messages.length;
  const from = Math.max(0, middle - offer.contextMaximum);
  const near = messages
    .slice(from, middle + 1 + offeredAfter)
    .map((message, index) => open(message, index, offer.time));
  const target = offer.reported === null ? null : near[offer.reported - from];
  if (offer.reported !== null && !target) {
    throw new WellhouseClientError('message-expired', 'the message has disappeared and cannot be reported any more');
  }
  const later = target ? laterEdits(messages.slice(middle + 1 + offeredAfter), target) : [];
  const opened = [...near, ...later.map((message, index) => open(message, near.length + index, offer.time))];
  const entries = opened.filter((entry) => entry !== null);
  for (const [index, entry] of entries.entries()) entry.index = index;
  return entries.map((entry) => {
    if (entry === target) return withAttachments({ ...entry, role: 'reported', included: true });
    const isBefore = target ? entry.index < target.index && target.index - entry.index <= offer.contextBefore : false;
    return { ...entry, included: isBefore || (target ? belongsTo(entry, target) : false) };
  });
}

type OpenedEntry = { -readonly [K in keyof DraftEntry]: DraftEntry[K] };

/** Null for a message that nobody may report any more. */
function open(message: ReportableMessage, index: number, time: DraftTime): OpenedEntry | null {
  try {
    const { header, parts } = openContent(message.content);
    const stamp = decodeStamp(message.stamp);
    const life = lifeInDraft({ header, stamp, message }, time);
    if (life === null) return null;
    return {
      index,
      role: 'context',
      included: false,
      header,
      stamp,
      ...life,
      parts: parts.map(
        (content, position): DraftPart => ({
          index: position + 1,
          // a picture that only stands near the reported message is not disclosed unless the reporter puts it in
          included: content.type !== 'attachment',
          content,
        }),
      ),
      message,
    };
  } catch (error) {
    throw new WellhouseClientError('message-unreadable', `cannot open message ${index} of the draft`, { cause: error });
  }
}

function laterEdits(messages: readonly ReportableMessage[], target: DraftEntry): ReportableMessage[] {
  const edits = messages.filter(({ content }) => {
    try {
      return belongsTo(openContent(content), target);
    } catch {
      return false; // not a message of this draft: nothing of it is offered
    }
  });
  return edits.slice(-latestEdits);
}

function withAttachments(entry: DraftEntry): DraftEntry {
  return { ...entry, parts: entry.parts.map((part) => ({ ...part, included: true })) };
}

/** An edit or a deletion of the reported message, or the original of a reported edit. */
function belongsTo(entry: Pick<DraftEntry, 'header'>, reported: Pick<DraftEntry, 'header'>): boolean {
  const isSameSender = entry.header.sender === reported.header.sender;
  const refers = (a: typeof entry, b: typeof entry): boolean =>
    (a.header.kind === 'edit' || a.header.kind === 'delete') && sameBytes(a.header.refersTo, b.header.messageId);
  return isSameSender && (refers(entry, reported) || refers(reported, entry));
}

function sameBytes(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && a.length === b.length && a.every((byte, index) => byte === b[index]);
}
