import { WellhouseClientError } from '../client-error.ts';
import { withChanges } from './change-entry.ts';
import type { DraftTime } from './draft-life.ts';
import type { DraftEntry, ReportableMessage } from './draft-state.ts';
import { versionsOf } from './draft-versions.ts';
import { fillReport } from './first-choice.ts';
import { openEntry } from './open-entry.ts';

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

export interface DraftEntries {
  entries: DraftEntry[];
  /** Which of them is the reported message. */
  reported: number | null;
}

/**
 * The messages that the reporter can choose from: those near the reported one, and every version of it, however far away.
 * Included at first, as far as a report holds them and in this order: the reported message, its original, its latest eight
 * edits from the newest on, what deleted it first, and `contextBefore` messages before it from the nearest on. Everything else
 * is there to be put in. All versions have the role `reported`; pictures are in at first only of the one that was reported. What
 * had disappeared for good before the draft was begun is not among them: it is a gap like any other.
 *
 * @throws {WellhouseClientError} `message-expired` if that is so of the reported message; `not-found`, `message-unreadable`
 */
export function draftEntries(messages: readonly ReportableMessage[], offer: Offer): DraftEntries {
  const { reported, contextBefore, contextMaximum, time } = offer;
  if (reported !== null && messages[reported] === undefined) {
    throw new WellhouseClientError('not-found', 'expected "reported" to point at a message');
  }
  const { versions, deletions } = reported === null ? { versions: [], deletions: [] } : versionsOf(messages, reported);
  const middle = reported ?? messages.length;
  const near = positions(middle - contextMaximum, middle + 1 + offeredAfter, messages.length);
  const offered = [...new Set([...near, ...versions, ...deletions])].sort((a, b) => a - b);
  const isVersion = new Set(versions);
  const opened = new Map<number, DraftEntry>();
  for (const position of offered) {
    const message = messages[position];
    const role = isVersion.has(position) ? 'reported' : 'context';
    const entry = message ? openEntry(message, { position, role, isReported: position === reported }, time) : null;
    if (entry !== null) opened.set(position, entry);
  }
  if (reported !== null && !opened.has(reported)) {
    throw new WellhouseClientError('message-expired', 'the message has disappeared and cannot be reported any more');
  }
  const edits = versions.filter((position) => opened.has(position));
  const before = [...opened.keys()].filter((position) => position < middle && !isVersion.has(position));
  const wanted =
    reported === null
      ? []
      : [
          ...[reported, ...edits.slice(0, 1), ...edits.slice(-latestEdits).reverse()],
          ...(contextBefore < contextMaximum ? deletions.slice(0, 1) : []),
          ...before.slice(Math.max(0, before.length - contextBefore)).reverse(),
        ];
  const chosen = fillReport(wanted.flatMap((position) => opened.get(position) ?? []));
  const reportedEntry = reported === null ? undefined : opened.get(reported);
  const placed = [...opened.values()];
  return {
    entries: placed.map((entry, index) => withChanges(entry, { index, included: chosen.has(entry) })),
    reported: reportedEntry ? placed.indexOf(reportedEntry) : null,
  };
}

function positions(from: number, to: number, length: number): number[] {
  const first = Math.max(0, from);
  return Array.from({ length: Math.max(0, Math.min(to, length) - first) }, (_, index) => first + index);
}
