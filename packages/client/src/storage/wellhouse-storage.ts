import type { OwnAppeal, ReportConfig, ReportReceipt, ReportSubject, ReportView } from '@wellhouse/protocol';
import type { AppealTarget } from '../appeal/local-appeal.ts';
import type {
  StoredPeople,
  StoredPrompt,
  StoredPromptLog,
  StoredPromptSettings,
  StoredRecontact,
} from './prompt-records.ts';
import type { StoredYoung } from './young-records.ts';

/** The last good report configuration of one language and audience. Key: `en|adult`. */
export interface StoredConfig {
  /** Milliseconds, this device's clock. */
  fetchedAt: number;
  /** The later of that and the hub's time as it was known then; left out by versions that did not keep it. */
  fetchedAtLatest?: number;
  config: ReportConfig;
}

/** Place of a message in its group, as the hub stamped it. */
export interface StampPosition {
  sequence: bigint;
  /** Milliseconds since the epoch, the hub's clock. */
  acceptedAt: number;
  messageHash: Uint8Array;
}

/** What `receive` knows of one group. Key: the group id in base64url. */
export interface StoredGroup {
  /** Base64url. */
  groupId: string;
  last: StampPosition | null;
  /** The position before `last`, so that the very same message can be taken again after a crash. */
  previous: StampPosition | null;
  /** Messages that were not shown because they did not verify. */
  dropped: { count: number; lastCode: string; lastAt: number } | null;
}

/** How a report stands on this device. */
export type LocalReportState = 'queued' | 'submitted' | 'in-review' | 'decided' | 'unreadable' | 'refused';

/** A report on this device. Holds no word of the evidence in the clear. Key: the report id. */
export interface StoredReport {
  reportId: string;
  createdAt: number;
  state: LocalReportState;
  subject: ReportSubject;
  category: string;
  locale: string;
  wantsNotices: boolean;
  /** Groups (base64url) that the delivery service has to vouch for: those of the disclosed messages among others. */
  groups: string[];
  /** The sealed bytes, sent again unchanged until everything has arrived; then null. */
  sealed: Uint8Array | null;
  /** The key that `sealed` is sealed to. */
  sealingKeyId: string;
  announced: { sha256: string; size: number }[];
  /** Ciphertexts that the server does not hold yet, as far as this device knows. */
  pending: string[];
  receipt: ReportReceipt | null;
  view: ReportView | null;
  /** Ids of the notes in `view` that were read on this device; left out by versions that did not keep them. */
  readNotes?: string[];
  attempts: number;
  /** Null: nothing is left to deliver. */
  nextAttemptAt: number | null;
  /** The server asked for no further try before this (`Retry-After`). */
  notBefore: number;
  problem: { code: string; detail: string } | null;
  /** It says that somebody is in danger or that it is about a child; left out by versions that did not keep it. */
  urgent?: boolean;
}

/** An appeal of this account. Key: `report/<report id>` or `decision/<decision id>`. */
export interface StoredAppeal {
  target: AppealTarget;
  /** Null: none was made on this device. */
  appealId: string | null;
  /** What was written, until the server has it. */
  statement: string | null;
  locale: string;
  createdAt: number;
  state: 'none' | 'queued' | 'sent' | 'refused';
  /** What the server said last. */
  own: OwnAppeal | null;
  attempts: number;
  nextAttemptAt: number | null;
  notBefore: number;
  problem: { code: string; detail: string } | null;
}

/** A ciphertext that waits for its upload. Key: `<report id>/<sha256>`. */
export interface StoredCiphertext {
  reportId: string;
  sha256: string;
  bytes: Uint8Array;
}

/** A blocked account. Key: the account id. */
export interface StoredBlock {
  accountId: string;
  /** Milliseconds, this device's clock. */
  blockedAt: number;
  /** The same as `StoredPerson.since` counts. Left out by versions that went by the clock. */
  moment?: number;
  /** The hub's time then, as this device knew it: what messages bear. Left out likewise. */
  hubTime?: number;
}

/** The hub's time as this device knows it. Key: the hub id. */
export interface StoredHubTime {
  /** Milliseconds since the epoch, the hub's clock. */
  hubTime: number;
  /** When it was last moved on; milliseconds, this device's clock. */
  readAt: number;
  /** What this device's own clock has reached, set back or not; left out by versions that did not keep it. */
  ownTime?: number;
}

/** What is stored, by the name of its store. */
export interface StoredRecords {
  config: StoredConfig;
  group: StoredGroup;
  report: StoredReport;
  ciphertext: StoredCiphertext;
  block: StoredBlock;
  hubTime: StoredHubTime;
  appeal: StoredAppeal;
  promptSettings: StoredPromptSettings;
  prompt: StoredPrompt;
  promptLog: StoredPromptLog;
  people: StoredPeople;
  recontact: StoredRecontact;
  young: StoredYoung;
}
export type StoreName = keyof StoredRecords;
export const storeNames = [
  'config',
  'group',
  'report',
  'ciphertext',
  'block',
  'hubTime',
  'appeal',
  'promptSettings',
  'prompt',
  'promptLog',
  'people',
  'recontact',
  'young',
] as const satisfies StoreName[];

/** One change of one record; `value: null` deletes it. */
export type StoredChange = {
  [K in StoreName]: { store: K; key: string; value: StoredRecords[K] | null };
}[StoreName];

/**
 * Where a client keeps its state. One storage belongs to one account on one device.
 * Values are plain data that `structuredClone` can copy (bigint and Uint8Array among it).
 */
export interface WellhouseStorage {
  get<K extends StoreName>(store: K, key: string): Promise<StoredRecords[K] | undefined>;
  /** All records of a store, in the order of their keys. */
  list<K extends StoreName>(store: K): Promise<StoredRecords[K][]>;
  /** Writes all changes or none, and resolves only once they would outlive a crash. */
  write(changes: readonly StoredChange[]): Promise<void>;
  /**
   * Reads, changes and writes one record with nothing in between, also against other tabs. `change` is synchronous;
   * what it throws leaves the record as it was and rejects the promise. `null` deletes the record, or leaves none.
   */
  update<K extends StoreName>(
    store: K,
    key: string,
    change: (current: StoredRecords[K] | undefined) => StoredRecords[K] | null,
  ): Promise<void>;
}
