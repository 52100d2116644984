import type { AbuseKind } from '@wellhouse/classifiers';

/** Whether and of what this device speaks up. Key: `self`; absent: of everything. */
export interface StoredPromptSettings {
  isOn: boolean;
  /** Kinds that were switched off, by "not for me" or in the settings. */
  off: AbuseKind[];
  keepsLog: boolean;
  /** Somebody chose whether the log is kept; left out: it is as their age has it. */
  hasChosenLog?: boolean;
  /** Since when it is off, as a whole or a kind; milliseconds, this device's clock. What is on is not among it. */
  offSince?: Partial<Record<AbuseKind | 'all', number>>;
}

/** The last prompt of a conversation. Key: the conversation's id. */
export interface StoredPrompt {
  conversationId: string;
  messageId: string;
  /** When the person was asked; milliseconds, this device's clock; 0: it went with its message, and the next one need not wait. */
  shownAt: number;
  /** When the open question came to this message from another; left out: it was asked here. */
  movedAt?: number;
  /** What it asks about; null: answered, and forgotten with the answer. */
  question: { sender: string; kind: AbuseKind } | null;
  /** The answer was "not for me" to this kind; see `rules.ts`. */
  turnedOff?: AbuseKind;
  /** It was asked about this kind, and no log is kept; see `rules.ts`. */
  answered?: AbuseKind;
}

/** One line of what was noticed on this device. No word of the message, and no score. */
export type StoredLogLine =
  | {
      what: 'noticed';
      kind: AbuseKind;
      /** Whether the person was asked; not, for instance, within an hour of the last question, nor when that moves here. */
      asked: boolean;
      conversationId: string;
      messageId: string;
      sender: string;
      at: number;
    }
  /** The classifier did not answer for `count` messages between `at` and `until`. */
  | { what: 'unavailable'; count: number; at: number; until: number };

/** The local log, oldest line first. Key: `self`. Bounded in count and age by `prompts/log-lines.ts`. */
export interface StoredPromptLog {
  lines: StoredLogLine[];
}

/** Somebody whom this device saw in a group. */
export interface StoredPerson {
  accountId: string;
  /** As it was shown when they were seen last. */
  name: string;
  /** A moment (`recontact/moments.ts`): milliseconds of this device's clock that never run back; 0: here before this device began to look. */
  since: number;
  /** The moment when they were missing for the first time; null: they are in the group. */
  goneAt: number | null;
}

/** Who is and was in a group, as this device saw it. Key: the group id in base64url; empty: this device has begun to look; `.moment`. */
export interface StoredPeople {
  groupId: string;
  people: StoredPerson[];
  /** Of `.moment` alone: the last one. */
  moment?: number;
}

/** Somebody who may be a blocked person with a new account. Key: `<blocked account>|<new account>`. */
export interface StoredRecontact {
  blocked: string;
  accountId: string;
  groupId: string;
  signs: RecontactSign[];
  at: number;
  /** The person who blocked said that it is somebody else, or has seen it. */
  closedAt: number | null;
}

/** What makes one account look like another; see docs/adr/0118. */
export type RecontactSign = 'same-name' | 'alike-name' | 'took-place' | 'same-words';
