import { decodeStamp, openContent } from '@wellhouse/franking';
import { WellhouseClientError } from '../client-error.ts';
import { type DraftTime, lifeInDraft } from './draft-life.ts';
import type { DraftEntry, DraftPart, ReportableMessage } from './draft-state.ts';
import { versionsOf } from './draft-versions.ts';

/** Messages after the reported one that are offered; answers to it can matter. */
const offeredAfter = 4;
/** Edits of the reported message that are in its report unless taken out; the last one is what its reader sees. */
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
 * The messages that the reporter can choose from: those near the reported one, and every version of it, however far away.
 * Included at first: the reported message, its original and its latest eight edits, what deleted it first, and
 * `contextBefore` messages before it. Everything else is there to be put in. All versions have the role `reported`. What had
 * disappeared for good before the draft was begun is not among them: it is a gap like any other.
 *
 * @throws {WellhouseClientError} `message-expired` if that is so of the reported message; `not-found`, `message-unreadable`
 */
export function draftEntries(messages: readonly ReportableMessage[], offer: Offer): DraftEntry[] {
  const { reported, contextBefore, contextMaximum, time } = offer;
  if (reported !== null && messages[reported] === undefined) {
    throw new WellhouseClientError('not-found', 'expected "reported" to point at a message');
  }
  const { versions, deletions } = reported === null ? { versions: [], deletions: [] } : versionsOf(messages, reported);
  const middle = reported ?? messages.length;
  const near = positions(middle - contextMaximum, middle + 1 + offeredAfter, messages.length);
  const offered = [...new Set([...near, ...versions, ...deletions])].sort((a, b) => a - b);
  const opened = offered.flatMap((position) => {
    const message = messages[position];
    const entry = message ? open(message, position, time) : null;
    return entry === null ? [] : [{ position, entry }];
  });
  if (reported !== null && !opened.some(({ position }) => position === reported)) {
    throw new WellhouseClientError('message-expired', 'the message has disappeared and cannot be reported any more');
  }
  const there = new Set(opened.map(({ position }) => position));
  const edits = versions.filter((position) => there.has(position));
  const isVersion = new Set(versions);
  const before = [...there].filter((position) => reported !== null && position < reported && !isVersion.has(position));
  const included = new Set([
    ...[reported, edits[0], ...edits.slice(-latestEdits)],
    ...before.slice(Math.max(0, before.length - contextBefore)),
    ...(contextBefore < contextMaximum ? deletions.slice(0, 1) : []),
  ]);
  return opened.map(({ position, entry }, index) => {
    const placed = { ...entry, index, included: included.has(position) };
    return isVersion.has(position) ? withAttachments({ ...placed, role: 'reported' }) : placed;
  });
}

function positions(from: number, to: number, length: number): number[] {
  const first = Math.max(0, from);
  return Array.from({ length: Math.max(0, Math.min(to, length) - first) }, (_, index) => first + index);
}

/** Null for a message that nobody may report any more. */
function open(message: ReportableMessage, index: number, time: DraftTime): DraftEntry | null {
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

function withAttachments(entry: DraftEntry): DraftEntry {
  return { ...entry, parts: entry.parts.map((part) => ({ ...part, included: true })) };
}
