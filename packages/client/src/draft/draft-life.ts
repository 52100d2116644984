import { type MessageHeader, reportableUntil, type Stamp, visibleUntil } from '@wellhouse/franking';
import type { HubNow } from '../disappearing/hub-time.ts';
import { whatToKeep } from '../disappearing/what-to-keep.ts';
import { withChanges } from './change-entry.ts';
import type { DraftEntry, ReportableMessage } from './draft-state.ts';

/** How long a report that was begun in time may take: who writes it must not lose it, who sent the message must not wait on it. */
const finishWithinMs = 3_600_000;

/** When a draft is begun, and by which policy; it says what may be in it. */
export interface DraftTime {
  begunAt: HubNow;
  graceSeconds: number;
}

/** What of a message a draft may hold; null: nothing, because it could not be reported any more when the draft was begun. */
export function lifeInDraft(
  { header, stamp, message }: { header: MessageHeader; stamp: Stamp; message: ReportableMessage },
  { begunAt, graceSeconds }: DraftTime,
): Pick<DraftEntry, 'vanished' | 'finishUntil' | 'gone'> | null {
  const until =
    message.reportableUntil === undefined ? reportableUntil({ header, stamp, graceSeconds }) : message.reportableUntil;
  const { vanished = false } = message;
  const keep = whatToKeep({ visibleUntil: visibleUntil({ header, stamp }), reportableUntil: until, vanished }, begunAt);
  if (keep === 'nothing') return null;
  return { vanished: keep === 'stub', finishUntil: until === null ? null : until + finishWithinMs, gone: false };
}

/** The entries now: those whose time has come are named as gone, and what they said is let go. */
export function withoutExpired(entries: readonly DraftEntry[], { deleteUpTo }: HubNow): readonly DraftEntry[] {
  const isOver = (entry: DraftEntry): boolean =>
    !entry.gone && entry.finishUntil !== null && deleteUpTo >= entry.finishUntil;
  if (!entries.some(isOver)) return entries;
  return entries.map((entry) => (isOver(entry) ? letGo(entry) : entry));
}

function letGo(entry: DraftEntry): DraftEntry {
  const message: ReportableMessage = { content: new Uint8Array(), stamp: entry.message.stamp };
  return withChanges(entry, { included: false, gone: true, parts: [], message });
}
