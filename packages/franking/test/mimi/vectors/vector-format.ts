/** Bytes are lower-case hexadecimal, 64-bit integers decimal strings. */
export interface MimiVectors {
  profile: 'mimi-protocol-06';
  specification: string;
  hubDomain: string;
  hubKeys: MimiHubKeyVector[];
  positive: PositiveMimiVector[];
  messageIds: MessageIdVector[];
  negative: NegativeMimiVector[];
  frankSwap: FrankSwapVector;
}

export interface MimiHubKeyVector {
  hubKey: string;
  privateKey: string;
  publicKey: string;
  notBefore: string;
  notAfter: string;
}

/** One message on its whole way. */
export interface PositiveMimiVector {
  name: string;
  /** Index into `hubKeys`. */
  key: number;
  suite: number;
  framed: boolean;
  senderUri: string;
  roomUri: string;
  acceptedTimestamp: string;
  salt: string;
  content: string;
  applicationData: string;
  messageId: string;
  frankingTag: string;
  authenticatedData: string;
  serverFrankingContext: string;
  serverFrank: string;
  frankingIntegrityTbs: string;
  signContent: string;
  signature: string;
  frank: string;
  frankingAgent: string;
  submitMessageResponse: string;
  /** Of this message alone, with the names and the note beside it, without extensions. */
  abuseReport: string;
  reportingUser: string;
  note: string;
}

/** Example of draft-ietf-mimi-content-08. */
export interface MessageIdVector {
  name: string;
  senderUri: string;
  roomUri: string;
  salt: string;
  content: string;
  messageId: string;
}

export interface ReceivedMimiVector {
  applicationData: string;
  authenticatedData: string;
  frank: string | null;
  acceptedTimestamp: string;
  senderUri: string;
  roomUri: string;
  hubDomain: string;
  suite: number;
  frankingAgent: string | null;
}

export type NegativeMimiVector = { name: string; reason: string; code: string } & (
  | { operation: 'computeFrankingTag'; salt: string; applicationData: string }
  | { operation: 'decodeMimiContent'; content: string }
  | { operation: 'readFrankAad'; authenticatedData: string }
  | { operation: 'decodeFrank'; frank: string }
  | { operation: 'decodeFrankingAgent'; frankingAgent: string }
  | { operation: 'decodeSubmitMessageResponse'; submitMessageResponse: string }
  | { operation: 'decodeAbuseReport'; abuseReport: string }
  | { operation: 'createFrank'; suite: number; authenticatedData: string }
  | { operation: 'checkReceivedMimi'; received: ReceivedMimiVector }
  /** `code` is that of the report's one message, or of the report. */
  | { operation: 'verifyAbuseReport'; abuseReport: string; roomUri: string }
);

/** The gap of the draft, as bytes: `received` passes every check of §5.4.1.3, and the report about it has `reportCode`. */
export interface FrankSwapVector {
  reason: string;
  received: ReceivedMimiVector;
  abuseReport: string;
  reportCode: string;
  /** Of the message that the frank belongs to. */
  frankingTag: string;
  /** Under the same key over `FrankingIntegrityTBS || franking_tag`: holds for that tag, not for the one of `received`. */
  repairedSignature: string;
}
