import type { FrankedEvidenceJson, HubKey, MessageHeader } from '../../src/index.ts';

/** Bytes are lower-case hexadecimal, 64-bit integers decimal strings; evidence has the JSON form of the API. */
export interface Vectors {
  profile: 'wh-frank-1';
  specification: string;
  hubId: string;
  hubKeys: HubKeyVector[];
  positive: PositiveVector[];
  negative: NegativeVector[];
  ed25519: SignatureVector[];
}

/** Without private and public key it is a MAC-only key; `retired` stands only where it is true. */
export type HubKeyVector = Pick<HubKey, 'keyId' | 'notBefore' | 'notAfter'> & {
  macKey: string;
  privateKey: string | null;
  publicKey: string | null;
  retired?: true;
};

export interface PositiveVector {
  name: string;
  header: Omit<MessageHeader, 'groupId' | 'messageId' | 'refersTo'> & {
    groupId: string;
    messageId: string;
    refersTo: string | null;
  };
  /** Body parts; byte fields are hexadecimal. */
  parts: Record<string, unknown>[];
  frankingKey: string;
  content: string;
  encodedParts: string[];
  /** What each leaf covers: an attachment without its key, every other part as it is. */
  closedParts: string[];
  partKeys: string[];
  leaves: string[];
  tag: string;
  authenticatedData: string;
  message: string;
  context: {
    hubId: string;
    keyId: number;
    sender: string;
    groupId: string;
    epoch: string;
    sequence: string;
    acceptedAt: number;
    messageHash: string;
  };
  mac: string;
  /** Null under a MAC-only key; shown only where the messenger accepts those. */
  signature: string | null;
  stamp: string;
  compactStamp: string;
  /** `keys`: the attachments whose key goes along; none if left out. */
  evidence: { reveal: number[]; keys?: number[]; item: FrankedEvidenceJson }[];
}

export interface ReceivedVector {
  content: string;
  authenticatedData: string;
  message: string;
  stamp: string;
  hubId: string;
  sender: string;
  groupId: string;
  epoch: string;
  last: { sequence: string; acceptedAt: number } | null;
  now: number;
  /** Whether the messenger shows messages under MAC-only keys; false if left out. */
  acceptMacOnlyKeys?: boolean;
}

export type NegativeVector = { name: string; reason: string; code: string } & (
  | { operation: 'openContent'; content: string }
  | { operation: 'readTag'; authenticatedData: string }
  | { operation: 'decodeStamp'; stamp: string }
  | { operation: 'checkReceived'; received: ReceivedVector; rule: number }
  | { operation: 'verifyEvidence'; item: FrankedEvidenceJson; hubId: string }
  | { operation: 'evidenceFromJson'; item: unknown }
);

export interface SignatureVector {
  name: string;
  reason: string;
  publicKey: string;
  message: string;
  signature: string;
  valid: boolean;
}
