import { sequenceGap } from '@wellhouse/franking';
import {
  type ConversationEntry,
  type EvidenceLevel,
  type KnownPicture,
  ReportId,
  type ShownPart,
} from '@wellhouse/protocol';
import type { z } from 'zod';
import type { PictureState } from '../schema/evidence-picture.ts';
import type { StoredItem, StoredPart } from '../schema/stored-item.ts';

export interface DisclosedItem {
  readonly itemId: string;
  /** As which message of the case the team knows it; copies of one message share it. */
  readonly number: number;
  readonly reportId: string;
  readonly role: 'reported' | 'context';
  readonly level: EvidenceLevel;
  /** Equal for two copies of one stamped message; null where no stamp verified. */
  readonly statement: string | null;
  readonly content: StoredItem;
}

export interface DisclosedPicture {
  readonly attachmentId: string;
  readonly itemId: string;
  readonly partIndex: number;
  readonly state: PictureState;
  readonly problem: { code: string; detail: string } | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly known?: KnownPicture | null;
  /** Another one of the case that looks the same and stands for it. */
  readonly sameAs?: string | null;
}

type Entry = z.input<typeof ConversationEntry>;
type Message = Extract<Entry, { type: 'message' }>;
type Part = z.input<typeof ShownPart>;

/**
 * What was disclosed, as a conversation: one group after another, in the hub's order, with every message that exists
 * between two disclosed ones and was not disclosed as a numbered gap. Words that no stamp orders follow at the end.
 */
export function buildConversation(items: readonly DisclosedItem[], pictures: readonly DisclosedPicture[]): Entry[] {
  const byPart = new Map(pictures.map((picture) => [`${picture.itemId} ${picture.partIndex}`, picture]));
  const groups = new Map<string, Message[]>();
  const merged = new Map<string, Message>();
  const loose: Message[] = [];
  for (const item of items) {
    const message = messageOf(item, byPart);
    if (message.groupId === null || message.sequence === null) {
      loose.push(message);
      continue;
    }
    // The same message out of several reports is one entry for each level: what is proven stands apart from a copy that
    // is not (docs/spec/franking.md §11.1). A number that two messages share is a hub's fault, and both are shown.
    const { messageId } = item.content;
    const place = [message.groupId, message.sequence, message.sender, messageId, message.level];
    const key = JSON.stringify([...place, item.statement]);
    const known = merged.get(key);
    if (known !== undefined) {
      mergeInto(known, message);
      continue;
    }
    merged.set(key, message);
    const group = groups.get(message.groupId) ?? [];
    group.push(message);
    groups.set(message.groupId, group);
  }
  const ordered = [...groups.values()].map((group) => group.sort(bySequence));
  ordered.sort((a, b) => firstTime(a) - firstTime(b));
  return [...ordered.flatMap(withGaps), ...loose];
}

function bySequence(a: Message, b: Message): number {
  return (a.sequence ?? 0) - (b.sequence ?? 0);
}

function firstTime(group: readonly Message[]): number {
  return Date.parse(group[0]?.acceptedAt ?? '');
}

/** Entries of one group in order, with what is missing between them. */
function withGaps(group: readonly Message[]): Entry[] {
  const entries: Entry[] = [];
  let last: bigint | null = null;
  for (const message of group) {
    const { groupId, sequence } = message;
    if (groupId !== null && sequence !== null) {
      const gap = last === null ? null : sequenceGap(last, BigInt(sequence));
      if (gap) entries.push({ type: 'gap', groupId, from: Number(gap.from), to: Number(gap.to) });
      last = BigInt(sequence);
    }
    entries.push(message);
  }
  return entries;
}

function messageOf(item: DisclosedItem, pictures: ReadonlyMap<string, DisclosedPicture>): Message {
  const { content } = item;
  return {
    type: 'message',
    itemId: item.itemId,
    number: item.number,
    level: item.level,
    problems: content.problems,
    role: item.role,
    sender: content.sender,
    groupId: content.groupId,
    sequence: content.sequence,
    acceptedAt: content.acceptedAt,
    kind: content.kind,
    parts: content.parts.map((part) => partOf(part, pictures.get(`${item.itemId} ${part.index}`))),
    reportIds: [ReportId.parse(item.reportId)],
  };
}

/** Another report's copy: what either reporter disclosed is disclosed. */
function mergeInto(known: Message, copy: Message): void {
  known.reportIds = [...new Set([...known.reportIds, ...copy.reportIds])];
  known.number = Math.min(known.number, copy.number);
  // A decision rests on what was reported, and names it by that copy.
  if (copy.role === 'reported' && known.role === 'context') {
    known.role = 'reported';
    known.itemId = copy.itemId;
  }
  // Two reporters can lack proof for two reasons.
  const more = copy.problems.filter(({ code }) => !known.problems.some((problem) => problem.code === code));
  known.problems = [...known.problems, ...more];
  known.parts = known.parts.map((part) => {
    const other = copy.parts.find((one) => one.index === part.index);
    if (other === undefined || other.type === 'redacted') return part;
    if (part.type === 'redacted') return other;
    if (part.type !== 'attachment' || other.type !== 'attachment') return part;
    const better = part.state === 'withheld' || (part.state !== 'available' && other.state === 'available');
    return better ? other : part;
  });
}

function partOf(part: StoredPart, picture: DisclosedPicture | undefined): Part {
  if (part.type !== 'attachment') return part;
  const { index, name, mediaType, size } = part;
  return {
    type: 'attachment',
    index,
    name,
    mediaType,
    size,
    attachmentId: picture?.attachmentId ?? null,
    state: picture?.state ?? (part.opening === null ? 'withheld' : 'missing'),
    sha256: part.plaintextSha256,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    problem: picture?.problem ?? null,
    known: picture?.known ?? null,
    sameAs: picture?.sameAs ?? null,
  };
}
