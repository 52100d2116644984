import {
  encodeCompactStamp,
  encodeStamp,
  evidenceToJson,
  type FrankedEvidence,
  type HubKey,
  type Stamp,
} from '../../src/index.ts';
import { ed25519Sign } from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { stampSignatureInput } from '../../src/stamp-inputs.ts';
import { flip, join, zeros } from '../support/raw.ts';
import { acceptedAt, asEvidence, hubId, hubKey, makeScene, otherGroupId } from '../support/scene.ts';
import { fail, underOtherKeys } from './other-keys.ts';
import type { NegativeVector } from './vector-format.ts';

export function evidence(keys: readonly HubKey[]): NegativeVector[] {
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
