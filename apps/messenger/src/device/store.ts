import type { AgeBand, FamilyLink, KeptLife } from '@wellhouse/client';
import type { ContentPart, MessageKind } from '@wellhouse/franking';
import type { Notice } from '@wellhouse/protocol';
import type { Account, Standing } from '../wire.ts';
import type { Album } from '../wire-albums.ts';

/** Who this device is. Key `self`. */
export interface StoredIdentity {
  accountId: string;
  name: string;
  token: string;
  signKey: Uint8Array;
  signatureKey: Uint8Array;
  serviceId: string;
  /** Last event that is fully dealt with. */
  cursor: number;
}

/** A key package that this device offered and its private half (both in TLS encoding). Key: its reference in hex. */
export interface StoredKeyPackage {
  publicPackage: Uint8Array;
  privatePackage: Uint8Array;
  madeAt: number;
}

/** Commits that were handed in and have not come back yet: what the group becomes if they win. */
export interface PendingCommits {
  commits: { sha256: string; state: Uint8Array }[];
}

/** Key: group id in base64url. */
export interface StoredGroup {
  groupId: string;
  name: string;
  /** `broken`: a commit came that this device cannot follow. */
  membership: 'member' | 'left' | 'removed' | 'broken';
  /** ts-mls client state in TLS encoding; null once there is no key to keep. */
  state: Uint8Array | null;
  members: string[];
  /** Members who asked to go and are still in the tree. */
  leavers: string[];
  pending: PendingCommits | null;
  /** Messages that did not verify, and so are not shown. */
  unverifiable: number;
  lastActivity: number;
  readUpTo: number;
  /** What this person chose for messages that they send here: seconds until they disappear. Left out: never. */
  expiresAfter?: number;
  /** Whose messages come quietly here: not counted as new, not read out by themselves, not asked about. Left out: nobody's. */
  muted?: string[];
  /** Since when, milliseconds of this device's clock; left out of what earlier versions muted. */
  mutedSince?: Record<string, number>;
}

/** A verified message. `content` and `stamp` stay with it: they are what a report discloses. Key: group id / sequence. */
export interface StoredMessage {
  groupId: string;
  sequence: number;
  messageId: string;
  sender: string;
  kind: MessageKind;
  refersTo: string | null;
  acceptedAt: number;
  parts: ContentPart[];
  content: Uint8Array;
  stamp: Uint8Array;
  /** Hidden for everyone by a decision of the safety team. */
  removed: boolean;
  /** Until when it is shown and kept; null or left out: for ever. */
  life?: KeptLife | null;
}

/** A message that is on its way out. Key: message id in hex. */
export interface StoredOutgoing {
  messageId: string;
  groupId: string;
  kind: MessageKind;
  refersTo: string | null;
  parts: ContentPart[];
  content: Uint8Array;
  authenticatedData: Uint8Array;
  message: Uint8Array;
  sha256: string;
  createdAt: number;
}

export interface StoredAccountState {
  standing: Standing;
  notices: Notice[];
  /** As the service knows it; left out by devices of before there were albums. */
  region?: string;
  /** As the service knows it; left out by devices of before it asked: then an adult. */
  ageBand?: AgeBand;
  family?: FamilyLink[];
}

/** A file on its way into an album. Kept until the picture is settled, so that it goes on after a reload. Key: its picture id. */
export interface StoredUpload {
  pictureId: string;
  albumId: string;
  /** Of the file, for its owner's eyes. */
  name: string;
  bytes: Blob;
  /** Orders the uploads; milliseconds since 1970, and a fraction among those chosen together. */
  order: number;
  /** Lower-case hexadecimal; null: not computed yet. */
  sha256: string | null;
  /** All bytes are with the safety server. */
  sent: boolean;
  /** It cannot go on, and why: a stable code. */
  problem: string | null;
}

/** Each table, with the type of its records. */
export interface Tables {
  identity: StoredIdentity;
  keyPackage: StoredKeyPackage;
  group: StoredGroup;
  message: StoredMessage;
  outgoing: StoredOutgoing;
  account: Account;
  accountState: StoredAccountState;
  /** Ciphertext of a picture, so that it can be shown and reported later. Key: SHA-256 in hex. */
  picture: Uint8Array;
  /** What the service last said about an album. Key: its id. */
  album: Album;
  albumUpload: StoredUpload;
}
export type TableName = keyof Tables;
export const tableNames = [
  'identity',
  'keyPackage',
  'group',
  'message',
  'outgoing',
  'account',
  'accountState',
  'picture',
  'album',
  'albumUpload',
] as const satisfies readonly TableName[];

export type Write = { [K in TableName]: { table: K; key: string; value: Tables[K] | null } }[TableName];

/** What a device remembers. One implementation on IndexedDB, one in memory. */
export interface DeviceStore {
  get<K extends TableName>(table: K, key: string): Promise<Tables[K] | undefined>;
  /** All records whose key begins with `prefix`, in order of their keys. */
  list<K extends TableName>(table: K, prefix?: string): Promise<Tables[K][]>;
  /** All of the changes or none of them. */
  write(changes: readonly Write[]): Promise<void>;
}

/** Keys sort as the hub numbered the messages. */
export function messageKey(groupId: string, sequence: number): string {
  return `${groupId}/${String(sequence).padStart(16, '0')}`;
}
