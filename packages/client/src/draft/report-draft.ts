import { toBase64Url } from '@wellhouse/franking';
import { type ReportConfig, type ReportSubject, reportLimits } from '@wellhouse/protocol';
import { WellhouseClientError } from '../client-error.ts';
import type { ClientContext } from '../context.ts';
import { graceSeconds } from '../disappearing/grace.ts';
import type { HubNow, HubTime } from '../disappearing/hub-time.ts';
import { uuidFrom } from '../uuid.ts';
import { withChanges, withParts } from './change-entry.ts';
import { createCiphertextLoader, type LoadCiphertext } from './draft-ciphertexts.ts';
import { draftEntries } from './draft-entries.ts';
import { withoutExpired } from './draft-life.ts';
import type { DraftAnswers, DraftEntry, DraftPart, DraftState, ReportableMessage } from './draft-state.ts';
import { nameInPart } from './names.ts';
import { openAttachment } from './open-attachment.ts';
import { assertReadable } from './open-entry.ts';
import { makePreview, type Preview } from './preview.ts';

export interface DraftInput {
  /** Who or what the report is about; may be left out if `reported` is given: then it is that message. */
  subject?: ReportSubject;
  /** The conversation around, in order. */
  messages?: readonly ReportableMessage[];
  /** Position of the reported message in `messages`. */
  reported?: number;
  /** Messages before the reported one that are in the report unless taken out; 0 to 4 by the server's wish. */
  contextBefore?: number;
}

/** A report being written. Nothing leaves the device before `send`. */
export interface ReportDraft {
  /** An immutable picture; another object after every change (fits `useSyncExternalStore`). */
  readonly state: DraftState;
  /** The configuration that the draft was made with: questions, limits, and the key it will be sealed to. */
  readonly config: ReportConfig;
  subscribe(listener: () => void): () => void;
  set(answers: Partial<DraftAnswers>): void;
  /**
   * Puts a message in or takes it out. Throws `context-full`, `not-found`, `message-expired`, `message-unreadable`, and
   * `reported-message-fixed` for the last version of the reported message that is still in.
   */
  setIncluded(entry: number, included: boolean): void;
  /** Takes out, or puts back, every context message of one person. */
  setPersonIncluded(accountId: string, included: boolean): void;
  /** Keeps one part (1 or more) of a message back, or discloses it. */
  setPartIncluded(entry: number, part: number, included: boolean): void;
  /** Keeps every name of somebody else inside the messages back, or discloses it: mentions and quotes. */
  setNamesIncluded(included: boolean): void;
  /** Opens an attachment for the reporter's own eyes; null if it cannot be had or is not what was committed to. */
  openAttachment(entry: number, part: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string } | null>;
  /**
   * Serialises the report, once. What `send` takes. Messages that were reportable when the draft was begun stay in it for
   * an hour longer than that; then they are taken out and named as `gone`. Throws `category-missing`, `report-too-large`,
   * `version-missing` if the versions in it are gone and others are left, and `message-expired` if none is left.
   */
  preview(): Promise<Preview>;
}

export interface DraftSurroundings {
  readonly context: ClientContext;
  readonly config: ReportConfig;
  readonly hubTime: HubTime;
  readonly begunAt: HubNow;
}

export function createDraft(input: DraftInput, surroundings: DraftSurroundings): ReportDraft {
  const { context, config, hubTime, begunAt } = surroundings;
  const { contextBefore, contextMaximum } = config.limits;
  const { entries, reported } = draftEntries(input.messages ?? [], {
    reported: input.reported ?? null,
    contextBefore: Math.min(input.contextBefore ?? contextBefore, contextBefore, contextMaximum),
    contextMaximum,
    time: { begunAt, graceSeconds: graceSeconds(config) },
  });
  const load = createCiphertextLoader(config.limits);
  const listeners = new Set<() => void>();
  let state: DraftState = {
    reportId: uuidFrom(context.random),
    subject: subjectOf(input, entries),
    entries,
    reported,
    contextMaximum,
    messageMaximum: reportLimits.evidenceItems,
    category: null,
    danger: 'not-asked',
    about: 'not-asked',
    statement: '',
    country: null,
    blocked: false,
    wantsNotices: true,
  };

  function change(changes: Partial<DraftState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  function changeEntry(index: number, changed: (entry: DraftEntry) => DraftEntry): void {
    if (!state.entries[index]) throw new WellhouseClientError('not-found', `find no message ${index} in the draft`);
    change({ entries: state.entries.map((entry) => (entry.index === index ? changed(entry) : entry)) });
  }

  /** Names what has gone meanwhile. */
  async function letExpiredGo(): Promise<void> {
    if (state.entries.every(({ finishUntil, gone }) => finishUntil === null || gone)) return;
    const now = await hubTime.now();
    const entries = withoutExpired(state.entries, now);
    if (entries !== state.entries) change({ entries });
  }

  // what will disappear is fetched before it does
  for (const entry of entries)
    if (entry.role === 'reported' && entry.included && entry.finishUntil !== null) fetchAttachments(entry, load);

  return {
    get state() {
      return state;
    },
    config,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (answers) => change(answers),
    setIncluded(index, included) {
      const entry = state.entries[index];
      if (entry?.gone) throw new WellhouseClientError('message-expired', 'the message has disappeared');
      const versions = state.entries.filter((other) => other.included && other.role === 'reported').length;
      if (entry?.role === 'reported' && entry.included && !included && versions <= 1) {
        throw new WellhouseClientError('reported-message-fixed', 'cannot take the reported message out of its report');
      }
      if (included && entry && !entry.included && roomFor(state, entry.role) <= 0) {
        throw new WellhouseClientError('context-full', 'cannot add more messages');
      }
      if (included && entry) assertReadable(entry);
      changeEntry(index, (current) => withChanges(current, { included }));
    },
    setPersonIncluded(accountId, included) {
      let free = roomFor(state, 'context');
      const changed = state.entries.map((entry) => {
        const isTheirs = entry.role === 'context' && !entry.gone && entry.stamp.context.sender === accountId;
        if (!isTheirs || entry.included === included || (included && free <= 0)) return entry;
        free += included ? -1 : 1;
        return withChanges(entry, { included });
      });
      change({ entries: changed });
    },
    setPartIncluded(index, part, included) {
      const known = state.entries[index]?.parts.some((candidate) => candidate.index === part);
      if (!known) throw new WellhouseClientError('not-found', `find no part ${part} in message ${index}`);
      changeEntry(index, (entry) => {
        const parts = entry.parts.map((known) => (known.index === part ? { ...known, included } : known));
        return withChanges(entry, { parts });
      });
    },
    setNamesIncluded(included) {
      const { subject } = state;
      const changed = (part: DraftPart): DraftPart =>
        nameInPart(part, subject) === null ? part : { ...part, included };
      change({ entries: state.entries.map((entry) => withParts(entry, () => entry.parts.map(changed))) });
    },
    async openAttachment(index, part) {
      const entry = state.entries[index];
      return entry ? openAttachment(entry, part, load) : null;
    },
    async preview() {
      await letExpiredGo();
      return makePreview(state, { context, config, load });
    },
  };
}

/** How many more messages of this role the report has room for. */
export function roomFor({ entries, contextMaximum, messageMaximum }: DraftState, role: DraftEntry['role']): number {
  const included = entries.filter((entry) => entry.included);
  const context = included.filter((entry) => entry.role === 'context').length;
  const room = messageMaximum - included.length;
  return role === 'context' ? Math.min(room, contextMaximum - context) : room;
}

function fetchAttachments(entry: DraftEntry, load: LoadCiphertext): void {
  for (const { index, content } of entry.parts) if (content.type === 'attachment') void load(entry, index);
}

function subjectOf(input: DraftInput, entries: readonly DraftEntry[]): ReportSubject {
  const stamp = entries.find((entry) => entry.role === 'reported')?.stamp.context;
  const fromMessage: ReportSubject | undefined = stamp && {
    kind: 'message',
    accountId: stamp.sender,
    groupId: toBase64Url(stamp.groupId),
  };
  const { subject } = input;
  if (!subject) {
    if (fromMessage) return fromMessage;
    throw new WellhouseClientError('subject-mismatch', 'expected a subject or a reported message');
  }
  const isOther =
    fromMessage !== undefined &&
    ((subject.kind !== 'group' && subject.accountId !== fromMessage.accountId) ||
      (subject.kind !== 'account' && subject.groupId !== fromMessage.groupId));
  if (isOther) throw new WellhouseClientError('subject-mismatch', 'expected the subject of the reported message');
  return subject;
}
