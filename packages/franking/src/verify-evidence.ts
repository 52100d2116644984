import { constantTimeEqual, ed25519Verify } from '#primitives';
import { isBytes } from './bytes.ts';
import { computeLeaf, computeTag } from './commitment.ts';
import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { FrankedEvidence } from './evidence.ts';
import { type HubVerifyKey, isInPeriod } from './hub-key.ts';
import { checkKind } from './kind-rules.ts';
import type { MessageHeader } from './message-header.ts';
import { type DisclosedPart, decodeDisclosedPart, decodeWholeHeaderPart } from './part.ts';
import { readStamp, type Stamp } from './stamp.ts';
import { computeStampMac, stampSignatureInput } from './stamp-inputs.ts';

export interface VerifyEvidenceOptions {
  /**
   * The verifying keys of one hub. Keys of several hubs together would let one hub speak for another. Whether a stamp needs a
   * signature is the key's to say: always with a public key, never without one.
   */
  keys: readonly HubVerifyKey[];
  /** That hub; stamps of another one are refused. Left out only where the caller compares `stamp.context.hubId` itself. */
  hubId?: string;
}

/** Codes of docs/spec/franking.md §8. */
export type EvidenceCode =
  | 'evidence-malformed'
  | 'stamp-malformed'
  | 'hub-mismatch'
  | 'key-unknown'
  | 'key-retired'
  | 'key-outside-period'
  | 'mac-mismatch'
  | 'hub-at-fault'
  | 'signature-missing'
  | 'signature-unexpected'
  | 'signature-invalid'
  | 'header-malformed'
  | 'part-malformed'
  | 'kind-mismatch'
  | 'sender-mismatch'
  | 'group-mismatch';

/** `ok`: the account in `stamp` submitted these parts to that group at that hub time, as its message of that sequence. */
export type VerifiedEvidence =
  | {
      ok: true;
      stamp: Stamp;
      /** 32 bytes: what the sender committed to and the hub stamped, computed from all leaves. */
      tag: Uint8Array;
      header: MessageHeader;
      /** Revealed body parts, ascending by index. */
      parts: { index: number; part: DisclosedPart }[];
      /** Indices of the parts that were kept back. */
      hidden: number[];
    }
  | { ok: false; code: EvidenceCode; detail: string };

class Refusal extends Error {
  readonly code: EvidenceCode;

  constructor(code: EvidenceCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * What the safety team checks (docs/spec/franking.md §7), over the bytes that the reporter sent. Never throws for anything
 * that evidence can hold.
 */
export function verifyEvidence(evidence: FrankedEvidence, options: VerifyEvidenceOptions): VerifiedEvidence {
  try {
    return verify(evidence, options);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.message };
    throw error;
  }
}

function verify(evidence: FrankedEvidence, options: VerifyEvidenceOptions): VerifiedEvidence {
  const leaves = collectLeaves(evidence);
  const { stamp, contextBytes } = decoding('stamp-malformed', () => readStamp(evidence.stamp));
  const tag = computeTag(leaves);
  checkStamp(stamp, contextBytes, tag, options);

  const { revealed } = evidence;
  const header = decoding('header-malformed', () => decodeWholeHeaderPart(revealed[0]?.part ?? new Uint8Array()));
  const parts = revealed.slice(1).map(({ index, part }) => ({
    index,
    part: decoding('part-malformed', () => decodeDisclosedPart(part)),
  }));
  const seen = parts.map(({ part }) => part);
  decoding('kind-mismatch', () => checkKind(header, seen, evidence.partCount));

  if (header.sender !== stamp.context.sender) refuse('sender-mismatch', 'header and stamp name different accounts');
  if (!constantTimeEqual(header.groupId, stamp.context.groupId)) {
    refuse('group-mismatch', 'header and stamp name different groups');
  }
  const hidden = evidence.hidden.map(({ index }) => index);
  return { ok: true, stamp, tag, header, parts, hidden };
}

/** Every index once and in ascending order, the header revealed, keys and leaves of 32 bytes; then the leaves. */
function collectLeaves({ partCount, revealed, hidden }: FrankedEvidence): Uint8Array[] {
  if (!Number.isInteger(partCount) || partCount < 1 || partCount > limits.parts) {
    refuse('evidence-malformed', `evidence has ${partCount} parts, 1 to ${limits.parts} are allowed`);
  }
  if (revealed.length + hidden.length !== partCount) {
    refuse('evidence-malformed', `${partCount} parts announced, ${revealed.length + hidden.length} present`);
  }
  if (revealed[0]?.index !== 0) refuse('evidence-malformed', 'the first revealed part is not the header');
  if (revealed.reduce((sum, { part }) => sum + part.length, 0) > limits.content) {
    refuse('evidence-malformed', `revealed parts exceed ${limits.content} bytes`);
  }
  if (!isAscending(revealed) || !isAscending(hidden)) {
    refuse('evidence-malformed', 'the parts do not ascend by index');
  }

  const leaves: Uint8Array[] = [];
  const seen = new Set<number>();
  const check = (index: number, bytes: Uint8Array) => {
    const inRange = Number.isInteger(index) && index >= 0 && index < partCount;
    if (!inRange || seen.has(index)) refuse('evidence-malformed', `part ${index} is out of range or occurs twice`);
    if (!isBytes(bytes) || bytes.length !== 32) refuse('evidence-malformed', `part ${index}: expected 32 bytes`);
    seen.add(index);
  };
  for (const { index, key, part } of revealed) {
    check(index, key);
    leaves[index] = computeLeaf(key, part);
  }
  for (const { index, leaf } of hidden) {
    check(index, leaf);
    leaves[index] = leaf;
  }
  return leaves;
}

/** One order, so that one disclosure has one form (docs/spec/franking.md §6). */
function isAscending(parts: readonly { index: number }[]): boolean {
  return parts.every(({ index }, at) => at === 0 || index > (parts[at - 1]?.index ?? index));
}

function checkStamp(stamp: Stamp, contextBytes: Uint8Array, tag: Uint8Array, options: VerifyEvidenceOptions): void {
  const { context, mac, signature } = stamp;
  if (options.hubId !== undefined && context.hubId !== options.hubId) {
    // quotes nothing of the stamp: details are printed to terminals and logs
    refuse('hub-mismatch', 'stamped by another hub than the report names');
  }
  const key =
    options.keys.find(({ keyId }) => keyId === context.keyId) ??
    refuse('key-unknown', `the hub has no key ${context.keyId}`);
  if (key.retired === true) {
    refuse(
      'key-retired',
      `the time for reports about messages under key ${key.keyId} is over, and anyone can sign with it`,
    );
  }
  if (!isInPeriod(key, context.acceptedAt)) {
    refuse('key-outside-period', `key ${key.keyId} was not in use when the message was stamped`);
  }
  const { publicKey } = key;
  const macHolds = constantTimeEqual(mac, computeStampMac(key.macKey, tag, contextBytes));
  const signed = stampSignatureInput(tag, contextBytes, mac);
  if (!macHolds) {
    if (publicKey !== null && signature !== null && ed25519Verify(publicKey, signed, signature)) {
      refuse(
        'hub-at-fault',
        `the hub's signature under key ${key.keyId} covers these parts and a MAC that is not theirs`,
      );
    }
    refuse('mac-mismatch', 'the MAC does not cover these parts and this context');
  }
  if (publicKey === null) {
    if (signature !== null) refuse('signature-unexpected', `a signature under key ${key.keyId}, which has none`);
  } else if (signature === null) {
    refuse('signature-missing', 'the stamp has no signature');
  } else if (!ed25519Verify(publicKey, signed, signature)) {
    refuse('signature-invalid', 'the MAC holds, the signature does not');
  }
}

function decoding<T>(code: EvidenceCode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FrankingError) return refuse(code, `${error.code}: ${error.message}`);
    throw error;
  }
}

function refuse(code: EvidenceCode, detail: string): never {
  throw new Refusal(code, detail);
}
