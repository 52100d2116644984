import { tagComponentId } from '../../src/constants.ts';
import { encodeCompactStamp, encodeStamp, sha256 } from '../../src/index.ts';
import { hex } from '../support/hex.ts';
import { bytes, join, put, rawAuthenticatedData, rawItem, zeros } from '../support/raw.ts';
import { makeScene } from '../support/scene.ts';
import type { NegativeVector } from './vector-format.ts';

export function authenticatedData(): NegativeVector[] {
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

export function stamps(): NegativeVector[] {
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
