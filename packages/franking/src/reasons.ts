import type { AttachmentCode } from './attachments/verdict.ts';
import type { ReceivedCode } from './check-received.ts';
import type { FrankingErrorCode } from './errors.ts';
import type { ReceivedMimiCode } from './mimi/check-received-mimi.ts';
import type { AbusiveMessageCode } from './mimi/verify-abuse-report.ts';
import type { EvidenceCode } from './verify-evidence.ts';

/** Every code by which this package refuses something. */
export type ReasonCode =
  | FrankingErrorCode
  | ReceivedCode
  | EvidenceCode
  | AttachmentCode
  | ReceivedMimiCode
  | AbusiveMessageCode
  | 'report-malformed';

/**
 * What a refusal means for someone who has to act on it and knows nothing of encodings: a sentence without its full stop.
 * The `detail` beside a code says which field; this says what it amounts to.
 */
export function reasonFor(code: ReasonCode): string {
  return reasons[code];
}

const cutOff = 'bytes are missing at the end: it was cut off';
const notWellFormed =
  'it was not written the one way that the format allows, so it was not made by a correct device or was altered';

const reasons: Readonly<Record<ReasonCode, string>> = {
  // reading bytes
  truncated: cutOff,
  'trailing-bytes': 'there are bytes after the end that belong to nothing',
  'length-not-minimal': notWellFormed,
  'too-short': 'a field that must not be empty is empty or too short',
  'too-long': 'a field is larger than the format allows',
  'invalid-utf8': 'a text holds bytes that are no text',
  'lone-surrogate': 'a text holds half a character',
  'invalid-value': 'a field is missing or has a value that the format does not know',
  'unsupported-version': 'it is of a version or form that this program does not know',
  'part-order': 'the message does not begin with its one header',
  'part-count': 'the message has no part or more than 64',
  'franking-key-zero': 'the key that hides the words is all zero: the random source of the sending device failed',
  'invalid-base64url': 'a field is not in the text form of bytes (base64url)',
  'invalid-argument': 'a value that was handed over has a length or range that is not allowed there',
  'suite-unsupported': 'the delivery service signs in a way that this program cannot check',
  'indefinite-length': notWellFormed,
  'not-deterministic': notWellFormed,
  'duplicate-key': 'one field is there twice with two values',
  'too-deep': 'it is nested more deeply than any real message',
  'too-many-items': 'it has more items than any real message',

  // the sender's commitment
  'tag-missing': 'the sender put no commitment beside the message, so nobody could ever report it',
  'tag-duplicate': 'the sender put two commitments beside the message, so it could be reported as something else',
  'authenticated-data-malformed': 'the field that holds the commitment of the sender cannot be read',
  'tag-mismatch': 'the sender committed to other words than these',
  'content-malformed': 'the message itself cannot be read',
  'kind-mismatch':
    'the message holds what a message of its kind cannot hold, or lacks what it must, such as words in a deletion or none in a text',

  // the delivery service's stamp
  'stamp-malformed': 'the stamp of the delivery service cannot be read',
  'frank-missing': 'the delivery service put no stamp beside the message, so nobody could ever report it',
  'frank-malformed': 'the stamp of the delivery service cannot be read',
  'frank-mismatch':
    'the delivery service did not stamp these words; the reporter or a server in between changed or exchanged something',
  'mac-mismatch': 'these words are not the ones that the delivery service stamped; something was changed or made up',
  'hub-at-fault':
    'the delivery service signed these very words together with a proof that its own key does not confirm: it is at fault, if that key is really its own',
  'agent-missing': 'the group names no key by which the stamp could be checked',
  'agent-malformed': 'the key that the group names for checking stamps cannot be read',
  'suite-mismatch': 'the stamp was signed in another way than the group agreed on',
  'hub-mismatch': 'another delivery service made the stamp than the one expected',
  'key-unknown': 'none of the known keys of the delivery service made this stamp',
  'key-retired': 'the time for reports about messages under this key is over, and its secret half is or may be public',
  'key-outside-period': 'the stamp names a time at which its key was not in use',
  'key-mac-only': 'stamps under this key cannot be checked by a device, and this messenger does not show such messages',
  'signature-missing': 'the stamp carries no signature, and stamps under this key have one',
  'signature-unexpected': 'the stamp carries a signature, and stamps under this key have none',
  'signature-invalid': 'the signature of the stamp is false: the delivery service did not stamp this',
  'message-mismatch': 'the stamp was made for another encrypted message than the one received',
  'sequence-not-new': 'the message has a number that was used before: it is old, or was sent twice',
  'time-backwards': 'the message claims to have been accepted before one that came earlier',
  'time-in-future': 'the message claims to have been accepted in the future',

  // who and where
  'sender-missing': 'the message names no sender',
  'sender-mismatch': 'the message names another sender than the delivery service saw',
  'room-missing': 'the message names no room',
  'room-mismatch': 'the message names another room than the one it came from',
  'group-mismatch': 'the message names another group than the delivery service saw',
  'epoch-mismatch': 'the stamp was made for another state of the group',

  // evidence and reports
  'evidence-malformed': 'the evidence is incomplete or contradicts itself',
  'header-malformed': 'the header of the message, which says who sent it and where, cannot be read',
  'part-malformed': 'a part of the message that was disclosed cannot be read',
  'report-malformed': 'the report cannot be read',
  duplicate: 'the same message is in the report twice; this copy does not count',

  // attachments
  'attachment-truncated': 'the file is shorter than the one that was sent',
  'attachment-extended': 'the file is longer than the one that was sent',
  'ciphertext-mismatch': 'this is not the file that was sent',
  'attachment-key-mismatch': 'the key in the message does not open this file',
  'leaf-list-mismatch': 'the list of the pieces of the file is not the one that was sent',
  'chunk-mismatch': 'a piece of the file is not the one that was sent at this place',
  'plaintext-mismatch': 'the file opens, but to something else than was sent',
  'excerpt-malformed': 'the excerpt of the file cannot be read',
  'excerpt-mismatch': 'the excerpt belongs to another file',
};
