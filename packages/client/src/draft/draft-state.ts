import type { ContentPart, MessageHeader, Stamp } from '@wellhouse/franking';
import type { ReportSubject } from '@wellhouse/protocol';

/** A message as the messenger kept it: exactly what `receive` verified. */
export interface ReportableMessage {
  content: Uint8Array;
  /** The encoded stamp. */
  stamp: Uint8Array;
  /** How to get the ciphertext of the attachment in this part (1 or more), from the device or from the blob store. */
  ciphertexts?: ReadonlyMap<number, () => Promise<Uint8Array>>;
  /** As `receive` said; left out: by the policy of now. A report can be begun before this hub time. */
  reportableUntil?: number | null;
  /** The messenger has taken its words out of view. */
  vanished?: boolean;
}

export interface DraftPart {
  /** Position in the message; 0 is the header and is always disclosed with the message. */
  readonly index: number;
  readonly included: boolean;
  readonly content: ContentPart;
}

export interface DraftEntry {
  /** Position in the draft, in the order of the conversation. */
  readonly index: number;
  /** `reported`: the reported message, and every version of it before and after an edit. */
  readonly role: 'reported' | 'context';
  readonly included: boolean;
  readonly header: MessageHeader;
  readonly stamp: Stamp;
  /** A version is opened when they are asked for; empty for one that cannot be. */
  readonly parts: readonly DraftPart[];
  readonly message: ReportableMessage;
  /** Its words had disappeared when the draft was begun: cover them until the reporter wants to see them. */
  readonly vanished: boolean;
  /** Hub time from which the message cannot be in this report any more; null: never. */
  readonly finishUntil: number | null;
  /** That time came while the draft was open: the message is out of the report and nothing of it is held. */
  readonly gone: boolean;
}

/** What the reporter says, apart from the messages. */
export interface DraftAnswers {
  /** Taxonomy leaf; null until chosen. */
  readonly category: string | null;
  readonly danger: 'now' | 'no' | 'unsure' | 'not-asked';
  readonly about: 'me' | 'someone-else' | 'a-child' | 'not-asked';
  readonly statement: string;
  /** ISO 3166-1 alpha-2, chosen by the reporter. */
  readonly country: string | null;
  readonly blocked: boolean;
  readonly wantsNotices: boolean;
}

/** An immutable picture of the draft; every change makes a new one. */
export interface DraftState extends DraftAnswers {
  readonly reportId: string;
  readonly subject: ReportSubject;
  readonly entries: readonly DraftEntry[];
  /** Which of them was reported, whichever versions of it are in the report; null: the report is about an account or a group. */
  readonly reported: number | null;
  /** How many messages with the role `context` may be in the report. */
  readonly contextMaximum: number;
  /** How many messages may be in it together. */
  readonly messageMaximum: number;
}
