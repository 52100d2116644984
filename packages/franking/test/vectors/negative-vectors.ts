import { tagComponentId } from '../../src/constants.ts';
import {
  encodeAuthenticatedData,
  encodeCompactStamp,
  encodeStamp,
  evidenceToJson,
  type FrankedEvidence,
  type FrankedEvidenceJson,
  type HubKey,
  type Stamp,
  sha256,
} from '../../src/index.ts';
import { ed25519Sign } from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { stampSignatureInput } from '../../src/stamp-inputs.ts';
import { hex } from '../support/hex.ts';
import { bytes, flip, join, put, rawAuthenticatedData, rawItem, zeros } from '../support/raw.ts';
import {
  acceptedAt,
  asEvidence,
  asReceived,
  hubId,
  hubKey,
  makeScene,
  otherGroupId,
  type Scene,
} from '../support/scene.ts';
import { negativeContents } from './negative-contents.ts';
import type { NegativeVector, ReceivedVector } from './vector-format.ts';

export function negativeVectors(keys: readonly HubKey[]): NegativeVector[] {
  return [...negativeContents(), ...authenticatedData(), ...stamps(), ...received(keys), ...evidence(keys), ...json()];
}

function authenticatedData(): NegativeVector[] {
  const tag = sha256(zeros(1));
  const item = rawItem(tagComponentId, tag);
  const entries: [string, string, Uint8Array, string][] = [
    ['no authenticated data', 'B1: without a tag nobody could report the message', zeros(0), 'tag-missing'],
    ['no items', 'B1: the list of items is well formed and holds no tag', rawAuthenticatedData(), 'tag-missing'],
    [
      'tag under another component',
      'B3: 0020 is the component of MIMI frank_aad; the tag of F1 stands under 8f1a alone',
      rawAuthenticatedData(rawItem(0x0020, tag)),
      'tag-missing',
    ],
    [
      'two tags',
      'B3: receiver and safety team could each look at another one of the two',
      rawAuthenticatedData(item, rawItem(tagComponentId, zeros(32))),
      'tag-duplicate',
    ],
    [
      'the same tag twice',
      'B3: exactly one tag, even where both are equal',
      rawAuthenticatedData(item, item),
      'tag-duplicate',
    ],
    [
      'tag of 31 bytes',
      'B2: a tag is a SHA-256 value of 32 bytes; here its first byte is missing',
      rawAuthenticatedData(rawItem(tagComponentId, tag.subarray(1))),
      'authenticated-data-malformed',
    ],
    [
      'tag of 33 bytes',
      'B2: a tag is a SHA-256 value of 32 bytes; here one byte follows it',
      rawAuthenticatedData(rawItem(tagComponentId, join(tag, zeros(1)))),
      'authenticated-data-malformed',
    ],
    [
      'bytes after the items',
      'B6: the length of the items says 35 and one byte more is there',
      join(rawAuthenticatedData(item), zeros(1)),
      'authenticated-data-malformed',
    ],
    [
      'items cut short',
      'B6: the tag announces 32 bytes and 31 are left',
      rawAuthenticatedData(item).subarray(0, -1),
      'authenticated-data-malformed',
    ],
    [
      'length not in its shortest form',
      'B6: 40 23 is the length 35 in two bytes where one suffices',
      join(bytes(0x40), rawAuthenticatedData(item)),
      'authenticated-data-malformed',
    ],
    [
      'items out of order',
      'items are sorted by component; 9000 stands before 8f1a',
      rawAuthenticatedData(rawItem(0x9000, zeros(1)), item),
      'authenticated-data-malformed',
    ],
    [
      'another component twice',
      'each component occurs at most once, the ones that F1 does not read included',
      rawAuthenticatedData(rawItem(1, zeros(1)), rawItem(1, zeros(1)), item),
      'authenticated-data-malformed',
    ],
    [
      '17 items',
      'at most 16 items are read (§9)',
      rawAuthenticatedData(...Array.from({ length: 16 }, (_, id) => rawItem(id, zeros(0))), item),
      'authenticated-data-malformed',
    ],
  ];
  return entries.map(([name, reason, data, code]) => ({
    name,
    reason,
    code,
    operation: 'readTag',
    authenticatedData: hex(data),
  }));
}

function stamps(): NegativeVector[] {
  const { stamp } = makeScene();
  const full = encodeStamp(stamp);
  const sequenceAt = full.length - 65 - 16 - 32 - 6 - 8;
  const entries: [string, string, Uint8Array, string][] = [
    ['empty stamp', 'a stamp begins with its form, and there is none', zeros(0), 'truncated'],
    ['stamp of form 3', 'the forms are 1 (full) and 2 (compact)', put(full, 0, bytes(3)), 'unsupported-version'],
    [
      'compact stamp where a full one is needed',
      'a compact stamp says neither hub, sender, group, epoch nor message; it has to be expanded first',
      encodeCompactStamp(stamp),
      'unsupported-version',
    ],
    ['stamp cut short', 'the signature has 63 bytes', full.subarray(0, -1), 'truncated'],
    [
      'bytes after the stamp',
      'one byte follows the signature: one stamp would have many encodings',
      join(full, zeros(1)),
      'trailing-bytes',
    ],
    ['sequence 0', 'sequences begin at 1', put(full, sequenceAt, zeros(8)), 'invalid-value'],
    [
      'sequence 2^53',
      'sequences end at 2^53 - 1: beyond it JSON readers round, and two messages would get one number',
      put(full, sequenceAt, bytes(0, 0x20, 0, 0, 0, 0, 0, 0)),
      'invalid-value',
    ],
    [
      'presence of signature 2',
      'an optional field is absent (0) or present (1)',
      put(full, full.length - 65, bytes(2)),
      'invalid-value',
    ],
    ['stamp of 1025 bytes', 'a stamp has at most 1024 bytes (§9)', join(full, zeros(1_025 - full.length)), 'too-long'],
  ];
  return entries.map(([name, reason, stamp, code]) => ({
    name,
    reason,
    code,
    operation: 'decodeStamp',
    stamp: hex(stamp),
  }));
}

function received(keys: readonly HubKey[]): NegativeVector[] {
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

/** A message under the MAC-only key 9, and one under the retired key 10. */
function underOtherKeys(keys: readonly HubKey[]): { macOnly: Scene; retired: Scene } {
  const under = (id: number) => makeScene({ key: keys.find(({ keyId }) => keyId === id) ?? fail() });
  return { macOnly: under(9), retired: under(10) };
}

function evidence(keys: readonly HubKey[]): NegativeVector[] {
  const whole = asEvidence(makeScene());
  const partly = asEvidence(makeScene(), [1]);
  const other = asEvidence(makeScene({ label: 'another message' }));
  const [key] = keys;
  if (!key) throw new Error('expected a key');
  const altered = (change: (copy: FrankedEvidence) => void): FrankedEvidence => {
    const copy = structuredClone(partly);
    change(copy);
    return copy;
  };
  const first = <T>(list: readonly T[]): T => list[0] ?? fail();
  const second = <T>(list: readonly T[]): T => list[1] ?? fail();
  const context = (change: Partial<Stamp['context']>) => {
    const { stamp } = makeScene();
    return { ...partly, stamp: encodeStamp({ ...stamp, context: { ...stamp.context, ...change } }) };
  };
  const { stamp } = makeScene();
  const { macOnly, retired } = underOtherKeys(keys);
  const swapped = { ...macOnly.stamp, signature: stamp.signature };

  const entries: [string, string, FrankedEvidence, string][] = [
    [
      'one bit of a revealed part altered',
      'A1: another letter gives another leaf and tag, which the hub never stamped',
      altered((e) => {
        second(e.revealed).part = flip(second(e.revealed).part, 5);
      }),
      'mac-mismatch',
    ],
    [
      'header altered',
      'A1: the header is a part like any other; a changed one gives another tag',
      altered((e) => {
        first(e.revealed).part = flip(first(e.revealed).part, 30);
      }),
      'mac-mismatch',
    ],
    [
      'one bit of a part key altered',
      'A1: another key gives another leaf and tag',
      altered((e) => {
        second(e.revealed).key = flip(second(e.revealed).key, 0);
      }),
      'mac-mismatch',
    ],
    [
      'a hidden leaf altered',
      'A2: hidden parts are bound as well; another leaf gives another tag',
      altered((e) => {
        first(e.hidden).leaf = flip(first(e.hidden).leaf, 0);
      }),
      'mac-mismatch',
    ],
    [
      'two hidden leaves exchanged',
      'A2: the tag covers the order of the parts',
      altered((e) => {
        const [a, b] = [first(e.hidden), second(e.hidden)];
        [a.leaf, b.leaf] = [b.leaf, a.leaf];
      }),
      'mac-mismatch',
    ],
    [
      'hidden parts not in ascending order',
      'A2: each leaf has its own index, yet one disclosure has one form',
      altered((e) => {
        e.hidden.reverse();
      }),
      'evidence-malformed',
    ],
    [
      'revealed parts not in ascending order',
      'A2: the header stands first',
      { ...whole, revealed: whole.revealed.toReversed() },
      'evidence-malformed',
    ],
    [
      'last part left out',
      'A2: the tag covers the number of parts',
      altered((e) => {
        e.partCount -= 1;
        e.hidden.pop();
      }),
      'mac-mismatch',
    ],
    [
      'a part added',
      'A2: the tag covers the number of parts',
      altered((e) => {
        e.hidden.push({ index: e.partCount, leaf: zeros(32) });
        e.partCount += 1;
      }),
      'mac-mismatch',
    ],
    [
      'an index twice',
      'A2: part 2 is there twice and part 3 not at all',
      altered((e) => {
        second(e.hidden).index = first(e.hidden).index;
      }),
      'evidence-malformed',
    ],
    [
      'an index out of range',
      'A2: part 9 of 4',
      altered((e) => {
        second(e.hidden).index = 9;
      }),
      'evidence-malformed',
    ],
    [
      'a part missing',
      'A2: four parts are announced, three are there',
      altered((e) => {
        e.hidden.pop();
      }),
      'evidence-malformed',
    ],
    [
      'header hidden',
      'A2: without the header nobody knows sender, group and kind',
      altered((e) => {
        first(e.revealed).index = 2;
        first(e.hidden).index = 0;
      }),
      'evidence-malformed',
    ],
    [
      'no parts',
      'A2: a message has at least its header',
      { ...partly, partCount: 0, revealed: [], hidden: [] },
      'evidence-malformed',
    ],
    [
      'a part of another message of the same sender',
      'A3: the last part comes from another message, under its own key',
      { ...whole, revealed: [...whole.revealed.slice(0, 3), other.revealed[3] ?? fail()] },
      'mac-mismatch',
    ],
    [
      'stamp of another message',
      'A3: that stamp covers another tag',
      { ...partly, stamp: other.stamp },
      'mac-mismatch',
    ],
    [
      'sender altered',
      'A4: the report blames Ana; the MAC covers the sender',
      context({ sender: 'ana@messenger.localhost' }),
      'mac-mismatch',
    ],
    ['group altered', 'A4: the MAC covers the group', context({ groupId: otherGroupId }), 'mac-mismatch'],
    ['epoch altered', 'A4: the MAC covers the epoch', context({ epoch: 6n }), 'mac-mismatch'],
    ['sequence altered', 'A4: the MAC covers the sequence', context({ sequence: 42n }), 'mac-mismatch'],
    ['time altered', 'A4: the MAC covers the time', context({ acceptedAt: acceptedAt - 1 }), 'mac-mismatch'],
    [
      'message hash altered',
      'A4: the MAC covers the hash of the message',
      context({ messageHash: zeros(32) }),
      'mac-mismatch',
    ],
    [
      'hub altered',
      'A4: the report names one hub, the stamp another; only the keys of the first are at hand',
      context({ hubId: 'other.localhost' }),
      'hub-mismatch',
    ],
    ['key id unknown', 'C5: the hub has no key 99', context({ keyId: 99 }), 'key-unknown'],
    [
      'time outside the period of the key',
      'C5: key 7 was not in use any more at that time',
      context({ acceptedAt: acceptedAt + 1_000_001 }),
      'key-outside-period',
    ],
    [
      'message of one group spliced into another',
      'A6: a member submitted it again to another group; the header still names the first',
      asEvidence(makeScene({ context: { groupId: otherGroupId } })),
      'group-mismatch',
    ],
    [
      'message of one sender submitted by another',
      'A6: Ana submitted it again, so the hub stamped Ana; the header still names Mal',
      asEvidence(makeScene({ context: { sender: 'ana@messenger.localhost' } })),
      'sender-mismatch',
    ],
    [
      'part key of 31 bytes',
      'A8: HMAC pads short keys with zeros, so several keys would open one leaf',
      altered((e) => {
        second(e.revealed).key = second(e.revealed).key.slice(1);
      }),
      'evidence-malformed',
    ],
    [
      'part key of 33 bytes, the last one zero',
      'A8: HMAC pads short keys with zeros, so several keys would open one leaf',
      altered((e) => {
        second(e.revealed).key = join(second(e.revealed).key, zeros(1));
      }),
      'evidence-malformed',
    ],
    [
      'a false MAC that the hub itself signed',
      'C2: only the hub can sign; it spoiled this report in advance, and the reporter altered nothing',
      { ...partly, stamp: encodeStamp(signedFalseMac(stamp)) },
      'hub-at-fault',
    ],
    [
      'MAC altered, signature valid over it never given',
      'C2: the MAC fails, and the signature does not cover this MAC: the hub is not to blame',
      { ...partly, stamp: encodeStamp({ ...stamp, mac: flip(stamp.mac, 15) }) },
      'mac-mismatch',
    ],
    [
      'signature altered',
      'C2: the MAC holds, but not everyone could check the stamp any more',
      { ...partly, stamp: encodeStamp({ ...stamp, signature: flip(stamp.signature ?? fail(), 63) }) },
      'signature-invalid',
    ],
    [
      'signature removed',
      'C6: with the signature kept, nobody who reads the safety team’s MAC keys can make evidence',
      { ...partly, stamp: encodeStamp({ ...stamp, signature: null }) },
      'signature-missing',
    ],
    [
      'signed under a MAC-only key',
      'C6: a key without a public key has no signatures',
      { ...asEvidence(macOnly), stamp: encodeStamp(swapped) },
      'signature-unexpected',
    ],
    [
      'MAC altered under a MAC-only key',
      'C2: under such a key the MAC alone proves the message',
      { ...asEvidence(macOnly), stamp: encodeStamp({ ...macOnly.stamp, mac: flip(macOnly.stamp.mac, 0) }) },
      'mac-mismatch',
    ],
    ['retired key', 'C5: the time for reports about its messages is over', asEvidence(retired), 'key-retired'],
    [
      'stamp cut short',
      'C6: 20 bytes are no stamp',
      { ...partly, stamp: partly.stamp.subarray(0, 20) },
      'stamp-malformed',
    ],
    [
      'compact stamp',
      'evidence stands alone: a compact stamp says neither hub, sender, group, epoch nor message',
      { ...partly, stamp: encodeCompactStamp(stamp) },
      'stamp-malformed',
    ],
  ];
  return entries.map(([name, reason, item, code]) => ({
    name,
    reason,
    code,
    operation: 'verifyEvidence',
    item: evidenceToJson(item),
    hubId,
  }));
}

/** As a hub signs it that wants the report to fail. */
function signedFalseMac({ context, mac }: Stamp): Stamp {
  const falseMac = flip(mac, 15);
  const signed = stampSignatureInput(makeScene().tag, stampContextBytes(context), falseMac);
  return { context, mac: falseMac, signature: ed25519Sign(hubKey.privateKey, signed) };
}

function json(): NegativeVector[] {
  const good = evidenceToJson(asEvidence(makeScene()));
  const entries: [string, string, unknown, string][] = [
    ['not an object', 'evidence is a JSON object, not null', null, 'invalid-value'],
    [
      'another scheme',
      'reports also hold items that prove nothing; they must not be read as evidence',
      { ...good, scheme: 'reporter-asserted/1' },
      'invalid-value',
    ],
    [
      'stamp with padding',
      'base64url without padding: AA== would be a second spelling of AA',
      { ...good, stamp: 'AA==' },
      'invalid-base64url',
    ],
    ['stamp in base64', '+ and / belong to base64, not to base64url', { ...good, stamp: 'a+b/' }, 'invalid-base64url'],
    [
      'unused bits set',
      'AB decodes to the same byte as AA: one byte string has one spelling',
      { ...good, stamp: 'AB' },
      'invalid-base64url',
    ],
    [
      'impossible length',
      'five characters are 30 bits, which is no number of bytes',
      { ...good, stamp: 'AAAAA' },
      'invalid-base64url',
    ],
    [
      'part count as text',
      'the number of parts is a JSON number, not a string',
      { ...good, partCount: '4' },
      'invalid-value',
    ],
    ['part count with a fraction', 'the number of parts is an integer', { ...good, partCount: 1.5 }, 'invalid-value'],
    ['hidden missing', 'both lists are always there, if empty', withoutHidden(good), 'invalid-value'],
  ];
  return entries.map(([name, reason, item, code]) => ({ name, reason, code, operation: 'evidenceFromJson', item }));
}

function withoutHidden({ hidden: _, ...rest }: FrankedEvidenceJson): object {
  return rest;
}

function fail(): never {
  throw new Error('expected the scene to have this part');
}
