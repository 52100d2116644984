import { constantTimeEqual, ed25519Verify, sha256 } from '#primitives';
import { readTag } from './authenticated-data.ts';
import { copyBytes } from './bytes.ts';
import { expandStamp, isCompactStamp } from './compact-stamp.ts';
import { FrankingError } from './errors.ts';
import { type HubPublicKey, isInPeriod } from './hub-key.ts';
import { type OpenedContent, openContent } from './open-content.ts';
import { encodeStampWithContext, readStamp, type Stamp } from './stamp.ts';
import { stampSignatureInput } from './stamp-inputs.ts';

/** 25 hours: a device whose clock is a day wrong goes on working (docs/spec/franking.md §5 rule 7). */
const defaultMaximumSkewMs = 25 * 60 * 60 * 1000;

export interface CheckReceivedInput {
  /** Application data, as MLS decrypted it. */
  content: Uint8Array;
  /** As MLS authenticated it. */
  authenticatedData: Uint8Array;
  /** The MLSMessage as received, byte for byte. */
  message: Uint8Array;
  /** As the hub delivered it: compact or full. */
  stamp: Uint8Array;
  /** The hub that delivered the message. */
  hubId: string;
  /** The account in the credential of the MLS leaf that sent the message. */
  sender: string;
  groupId: Uint8Array;
  epoch: bigint;
  /** The public keys of this hub, and of no other. */
  keys: readonly HubPublicKey[];
  /** Of the last message shown from this group, or null for the first. */
  last: { sequence: bigint; acceptedAt: number } | null;
  /** Milliseconds. */
  now: number;
  /**
   * Show messages stamped under a MAC-only key, whose stamps this device cannot check (docs/spec/franking.md §10.3): whether
   * they can be reported is then the hub's word. From the messenger's own configuration, never from the network. Default false.
   */
  acceptMacOnlyKeys?: boolean;
  /** How far `acceptedAt` may lie after `now`; 25 hours if left out. */
  maximumSkewMs?: number;
}

/** Codes of docs/spec/franking.md §8. */
export type ReceivedCode =
  | 'tag-missing'
  | 'tag-duplicate'
  | 'authenticated-data-malformed'
  | 'content-malformed'
  | 'tag-mismatch'
  | 'stamp-malformed'
  | 'sender-mismatch'
  | 'hub-mismatch'
  | 'group-mismatch'
  | 'epoch-mismatch'
  | 'message-mismatch'
  | 'key-unknown'
  | 'key-retired'
  | 'key-outside-period'
  | 'key-mac-only'
  | 'signature-missing'
  | 'signature-unexpected'
  | 'signature-invalid'
  | 'sequence-not-new'
  | 'time-backwards'
  | 'time-in-future';

export type Received =
  | {
      ok: true;
      opened: OpenedContent;
      stamp: Stamp;
      /** The full stamp, encoded: keep these bytes beside the content, reports are made from them. */
      stampBytes: Uint8Array;
    }
  | { ok: false; rule: 1 | 2 | 3 | 4 | 5 | 6 | 7; code: ReceivedCode; detail: string };

type Failure = Extract<Received, { ok: false }>;

/**
 * Receiver rules 2 to 7 (docs/spec/franking.md §5); rule 1, that MLS accepted the message, is the caller's. Show the message
 * only if `ok`. Never throws for anything a sender or hub can cause.
 */
export function checkReceived(input: CheckReceivedInput): Received {
  const tag = attempt(() => readTag(input.authenticatedData));
  if (tag instanceof FrankingError) return fail(4, tagCode(tag), tag.message);
  const opened = attempt(() => openContent(input.content));
  if (opened instanceof FrankingError) return fail(4, 'content-malformed', `${opened.code}: ${opened.message}`);
  if (!constantTimeEqual(opened.tag, tag)) return fail(4, 'tag-mismatch', 'the tag commits to other content');

  const read = attempt(() => readStampOf(input));
  if (read instanceof FrankingError) return fail(5, 'stamp-malformed', `${read.code}: ${read.message}`);
  const { stamp, contextBytes, stampBytes } = read;

  const failure =
    checkContext(input, opened, stamp) ?? checkSignature(input, tag, stamp, contextBytes) ?? checkOrder(input, stamp);
  return failure ?? { ok: true, opened, stamp, stampBytes };
}

/** The full stamp and its bytes: as received, or as the receiver's own knowledge completes a compact one. */
function readStampOf(input: CheckReceivedInput): { stamp: Stamp; stampBytes: Uint8Array; contextBytes: Uint8Array } {
  if (!isCompactStamp(input.stamp)) return { ...readStamp(input.stamp), stampBytes: copyBytes(input.stamp) };
  const stamp = expandStamp(input.stamp, input);
  return { stamp, ...encodeStampWithContext(stamp) };
}

/** Rules 2 and 3. */
function checkContext(input: CheckReceivedInput, { header }: OpenedContent, { context }: Stamp): Failure | null {
  if (header.sender !== input.sender || context.sender !== input.sender) {
    return fail(2, 'sender-mismatch', 'credential, header and stamp do not name one account');
  }
  if (context.hubId !== input.hubId) return fail(3, 'hub-mismatch', 'stamped by another hub');
  if (!constantTimeEqual(header.groupId, input.groupId) || !constantTimeEqual(context.groupId, input.groupId)) {
    return fail(3, 'group-mismatch', 'header or stamp name another group');
  }
  if (context.epoch !== input.epoch) {
    return fail(3, 'epoch-mismatch', `stamped for epoch ${context.epoch}, received in ${input.epoch}`);
  }
  if (!isCompactStamp(input.stamp) && !constantTimeEqual(context.messageHash, sha256(input.message))) {
    return fail(3, 'message-mismatch', 'stamped for other bytes');
  }
  return null;
}

/** Rule 5. */
function checkSignature(
  { keys, acceptMacOnlyKeys = false }: CheckReceivedInput,
  tag: Uint8Array,
  stamp: Stamp,
  contextBytes: Uint8Array,
): Failure | null {
  const { context, mac, signature } = stamp;
  const key = keys.find(({ keyId }) => keyId === context.keyId);
  if (!key) return fail(5, 'key-unknown', `the hub has no key ${context.keyId}`);
  if (key.retired === true) {
    return fail(
      5,
      'key-retired',
      `key ${key.keyId} is retired: anyone can sign with it, and its messages cannot be reported`,
    );
  }
  if (!isInPeriod(key, context.acceptedAt)) {
    return fail(5, 'key-outside-period', `key ${key.keyId} was not in use when the message was stamped`);
  }
  if (key.publicKey === null) {
    if (!acceptMacOnlyKeys) {
      return fail(
        5,
        'key-mac-only',
        `stamps under key ${key.keyId} cannot be checked here, and this messenger does not allow that`,
      );
    }
    if (signature !== null)
      return fail(5, 'signature-unexpected', `a signature under key ${key.keyId}, which has none`);
    return null;
  }
  if (signature === null) return fail(5, 'signature-missing', 'the stamp has no signature');
  if (!ed25519Verify(key.publicKey, stampSignatureInput(tag, contextBytes, mac), signature)) {
    return fail(5, 'signature-invalid', 'the signature does not cover this tag and context');
  }
  return null;
}

/** Rules 6 and 7. */
function checkOrder(input: CheckReceivedInput, { context }: Stamp): Failure | null {
  const { last, now, maximumSkewMs = defaultMaximumSkewMs } = input;
  if (last && context.sequence <= last.sequence) {
    return fail(6, 'sequence-not-new', `sequence ${context.sequence} comes after ${last.sequence}`);
  }
  if (last && context.acceptedAt < last.acceptedAt) {
    return fail(7, 'time-backwards', `accepted ${last.acceptedAt - context.acceptedAt} ms before an earlier message`);
  }
  if (context.acceptedAt - now > maximumSkewMs) {
    return fail(7, 'time-in-future', `accepted ${context.acceptedAt - now} ms after this device's time`);
  }
  return null;
}

function fail(rule: Failure['rule'], code: ReceivedCode, detail: string): Failure {
  return { ok: false, rule, code, detail };
}

function tagCode(error: FrankingError): ReceivedCode {
  return error.code === 'tag-missing' || error.code === 'tag-duplicate' ? error.code : 'authenticated-data-malformed';
}

function attempt<T>(run: () => T): T | FrankingError {
  try {
    return run();
  } catch (error) {
    if (error instanceof FrankingError) return error;
    throw error;
  }
}
