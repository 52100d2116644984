import { encodeAuthenticatedData, encodeCompactStamp, encodeStamp, type HubKey, type Stamp } from '../../src/index.ts';
import { hex } from '../support/hex.ts';
import { bytes, flip, join, put, zeros } from '../support/raw.ts';
import { acceptedAt, asReceived, makeScene, otherGroupId, type Scene } from '../support/scene.ts';
import { underOtherKeys } from './other-keys.ts';
import type { NegativeVector, ReceivedVector } from './vector-format.ts';

export function received(keys: readonly HubKey[]): NegativeVector[] {
  const honest = makeScene();
  const other = makeScene({ label: 'another message', parts: [{ type: 'text', text: 'good morning' }] });
  const later = keys.find(({ keyId }) => keyId === 8);
  if (!later) throw new Error('expected a key 8');
  const stampWith = (change: Partial<Stamp>) => encodeStamp({ ...honest.stamp, ...change });
  const stamped = (context: Partial<Stamp['context']>) =>
    encodeStamp({ ...honest.stamp, context: { ...honest.stamp.context, ...context } });
  const elsewhere = makeScene({ context: { groupId: otherGroupId } });
  const outside = makeScene({ context: { acceptedAt: acceptedAt + 30 * 3_600_000 }, key: later });
  const { macOnly, retired } = underOtherKeys(keys);
  const accepting = { acceptMacOnlyKeys: true };
  const swapped = { ...macOnly.stamp, signature: honest.stamp.signature };

  const entries: [string, string, ReceivedVector, number, string][] = [
    [
      'tag for other content',
      'B4: the message carries the tag of another one, so a report of what it shows would fail',
      vectorOf(honest, { authenticatedData: other.authenticatedData }),
      4,
      'tag-mismatch',
    ],
    [
      'tag with a bit turned over',
      'B2: no content has this tag, so a report would fail',
      vectorOf(honest, { authenticatedData: encodeAuthenticatedData(flip(honest.tag, 31)) }),
      4,
      'tag-mismatch',
    ],
    [
      'a part altered after the tag was made',
      'B4: the last letter differs from what the tag commits to',
      vectorOf(honest, { content: flip(honest.content, honest.content.length - 1) }),
      4,
      'tag-mismatch',
    ],
    [
      'franking key altered',
      'B4: another franking key gives other leaves, so a report would fail',
      vectorOf(honest, { content: flip(honest.content, 1) }),
      4,
      'tag-mismatch',
    ],
    [
      'no tag',
      'B1: a message without a tag could never be reported',
      vectorOf(honest, { authenticatedData: zeros(0) }),
      4,
      'tag-missing',
    ],
    [
      'content with trailing bytes',
      'B6: a receiver that ignored them would accept a second encoding',
      vectorOf(honest, { content: join(honest.content, zeros(1)) }),
      4,
      'content-malformed',
    ],
    [
      'header names another sender',
      'B7: Mal writes Ana into the header; MLS and the stamp say Mal',
      vectorOf(makeScene({ header: { sender: 'ana@messenger.localhost' } })),
      2,
      'sender-mismatch',
    ],
    [
      'stamp names another sender',
      'C3: the hub stamped Ana where MLS says that Mal wrote',
      vectorOf(makeScene({ context: { sender: 'ana@messenger.localhost' } })),
      2,
      'sender-mismatch',
    ],
    [
      'stamp of another hub',
      'C3: the safety team of this hub could not check it',
      vectorOf(makeScene({ context: { hubId: 'other.localhost' } })),
      3,
      'hub-mismatch',
    ],
    [
      'header names another group',
      'B8: the sender commits to another group than the one it writes to',
      vectorOf(makeScene({ header: { groupId: otherGroupId } })),
      3,
      'group-mismatch',
    ],
    [
      'stamp for another group',
      'C3: the report would say that the message went to another group',
      vectorOf(elsewhere),
      3,
      'group-mismatch',
    ],
    [
      'stamp for another epoch',
      'B8: the hub stamped epoch 4, MLS decrypted in epoch 5',
      vectorOf(makeScene({ context: { epoch: 4n } })),
      3,
      'epoch-mismatch',
    ],
    [
      'stamp for other wire bytes',
      'C3: the bytes received are not those whose hash the hub stamped',
      vectorOf(honest, { message: flip(honest.message, 0) }),
      3,
      'message-mismatch',
    ],
    [
      'frank swap: the stamp of another message of the same sender',
      'C1: tag and signature belong to different messages; a report would fail at the MAC',
      vectorOf(honest, { stamp: stampFor(other, honest) }),
      5,
      'signature-invalid',
    ],
    [
      'frank swap in compact form',
      'C1: expanded with this message, the other message’s signature covers another tag and hash',
      vectorOf(honest, { stamp: encodeCompactStamp(other.stamp) }),
      5,
      'signature-invalid',
    ],
    [
      'MAC altered',
      'C2: the signature covers the MAC, so a follower cannot spoil it unseen',
      vectorOf(honest, { stamp: stampWith({ mac: flip(honest.stamp.mac, 0) }) }),
      5,
      'signature-invalid',
    ],
    [
      'signature altered',
      'C2: one bit of R is turned over',
      vectorOf(honest, { stamp: stampWith({ signature: flip(honest.stamp.signature ?? zeros(64), 0) }) }),
      5,
      'signature-invalid',
    ],
    [
      'time altered',
      'C3: the stamp was moved by one millisecond; the signature covers the time',
      vectorOf(honest, { stamp: stamped({ acceptedAt: acceptedAt + 1 }) }),
      5,
      'signature-invalid',
    ],
    [
      'sequence altered',
      'C4: the stamp was renumbered from 41 to 42; the signature covers the sequence',
      vectorOf(honest, { stamp: stamped({ sequence: 42n }) }),
      5,
      'signature-invalid',
    ],
    [
      'key id of another key',
      'C5: key 8 exists, but key 7 signed',
      vectorOf(honest, { stamp: stamped({ keyId: 8 }) }),
      5,
      'signature-invalid',
    ],
    [
      'key id unknown',
      'C5: the hub has published no key 99',
      vectorOf(honest, { stamp: stamped({ keyId: 99 }) }),
      5,
      'key-unknown',
    ],
    [
      'stamped outside the period of its key',
      'C5: the stamp says a time one millisecond after the last of key 7',
      vectorOf(honest, { stamp: stamped({ acceptedAt: acceptedAt + 1_000_001 }) }),
      5,
      'key-outside-period',
    ],
    [
      'signature removed',
      'C6: without it the receiver cannot tell whether a report would succeed',
      vectorOf(honest, { stamp: stampWith({ signature: null }) }),
      5,
      'signature-missing',
    ],
    [
      'signature removed, at a messenger that accepts MAC-only keys',
      'C6: the key demands one, the message cannot choose',
      vectorOf(honest, { stamp: stampWith({ signature: null }), ...accepting }),
      5,
      'signature-missing',
    ],
    ['MAC-only key', 'C6: only a messenger that says so accepts it', vectorOf(macOnly), 5, 'key-mac-only'],
    [
      'signed under a MAC-only key',
      'C6: the key has no public half, so nobody could check that signature',
      vectorOf(macOnly, { stamp: encodeStamp(swapped), ...accepting }),
      5,
      'signature-unexpected',
    ],
    [
      'retired key',
      'C5: anyone can sign with it, and its messages cannot be reported',
      vectorOf(retired),
      5,
      'key-retired',
    ],
    [
      'retired key in compact form',
      'C5: the form of the stamp makes no difference',
      vectorOf(retired, { stamp: encodeCompactStamp(retired.stamp) }),
      5,
      'key-retired',
    ],
    [
      'stamp removed',
      'C6: a message without a stamp could never be reported',
      vectorOf(honest, { stamp: zeros(0) }),
      5,
      'stamp-malformed',
    ],
    [
      'stamp in a form of another suite',
      'C7: form 3 is unknown; nobody may choose another suite for the hub',
      vectorOf(honest, { stamp: put(encodeStamp(honest.stamp), 0, bytes(3)) }),
      5,
      'stamp-malformed',
    ],
    [
      'message replayed',
      'C4: sequence 41 was shown already',
      vectorOf(honest, { last: { sequence: 41n, acceptedAt } }),
      6,
      'sequence-not-new',
    ],
    [
      'message reordered',
      'C4: sequence 50 was shown before 41',
      vectorOf(honest, { last: { sequence: 50n, acceptedAt } }),
      6,
      'sequence-not-new',
    ],
    [
      'hub clock behind an earlier message',
      'C3: the message before this one was accepted a millisecond later',
      vectorOf(honest, { last: { sequence: 40n, acceptedAt: acceptedAt + 1 } }),
      7,
      'time-backwards',
    ],
    ['hub clock 30 hours ahead', 'C3: the tolerated skew is 25 hours', vectorOf(outside), 7, 'time-in-future'],
  ];
  return entries.map(([name, reason, received, rule, code]) => ({
    name,
    reason,
    code,
    operation: 'checkReceived',
    received,
    rule,
  }));
}

/** The stamp of `from` in full, dressed with the context of `onto`, as a follower that relays messages could do it. */
function stampFor(from: Scene, onto: Scene): Uint8Array {
  const { sequence, acceptedAt, keyId } = from.stamp.context;
  return encodeStamp({ ...from.stamp, context: { ...onto.stamp.context, sequence, acceptedAt, keyId } });
}

function vectorOf(scene: Scene, change: Parameters<typeof asReceived>[1] = {}): ReceivedVector {
  const input = asReceived(scene, change);
  return {
    content: hex(input.content),
    authenticatedData: hex(input.authenticatedData),
    message: hex(input.message),
    stamp: hex(input.stamp),
    hubId: input.hubId,
    sender: input.sender,
    groupId: hex(input.groupId),
    epoch: String(input.epoch),
    last: input.last && { sequence: String(input.last.sequence), acceptedAt: input.last.acceptedAt },
    now: input.now,
    ...(input.acceptMacOnlyKeys && { acceptMacOnlyKeys: true }),
  };
}
