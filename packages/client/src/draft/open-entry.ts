import { decodeStamp, openContent, readHeader } from '@wellhouse/franking';
import { WellhouseClientError } from '../client-error.ts';
import { withParts } from './change-entry.ts';
import { type DraftTime, lifeInDraft } from './draft-life.ts';
import type { DraftEntry, DraftPart, ReportableMessage } from './draft-state.ts';

export interface Place {
  /** In the conversation. */
  position: number;
  role: DraftEntry['role'];
  /** The very message that is reported: its pictures are in unless taken out. */
  isReported: boolean;
}

/**
 * The entry of a message; null for one that nobody may report any more. A version that is not the reported one is opened when
 * its parts are asked for: a sender can make any number of them. If it cannot be opened then, it has none.
 *
 * @throws {WellhouseClientError} `message-unreadable`
 */
export function openEntry(message: ReportableMessage, place: Place, time: DraftTime): DraftEntry | null {
  const { position, role, isReported } = place;
  return readable(position, () => {
    const header = readHeader(message.content);
    const stamp = decodeStamp(message.stamp);
    const life = lifeInDraft({ header, stamp, message }, time);
    if (life === null) return null;
    const entry = { index: position, role, included: false, header, stamp, ...life, message };
    if (role === 'reported' && !isReported) return withParts(entry, () => partsOrNone(message));
    return { ...entry, parts: partsOf(message, isReported) };
  });
}

/** @throws {WellhouseClientError} `message-unreadable` */
export function assertReadable({ index, message }: DraftEntry): void {
  readable(index, () => openContent(message.content));
}

function partsOf({ content }: ReportableMessage, withPictures: boolean): DraftPart[] {
  return openContent(content).parts.map((part, position) => ({
    index: position + 1,
    // a picture that only stands near the reported message is not disclosed unless the reporter puts it in
    included: withPictures || part.type !== 'attachment',
    content: part,
  }));
}

function partsOrNone(message: ReportableMessage): DraftPart[] {
  try {
    return partsOf(message, false);
  } catch {
    return [];
  }
}

function readable<T>(position: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WellhouseClientError('message-unreadable', `cannot open message ${position} of the draft`, {
      cause: error,
    });
  }
}
