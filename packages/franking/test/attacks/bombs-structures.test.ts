/** D4 in the structures of other profiles: reports to the hub of a MIMI room, MIMI contents, excerpts of files. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeExcerpt, encodeExcerpt } from '../../src/attachments/excerpt.ts';
import { discloseExcerpt, verifyExcerpt } from '../../src/index.ts';
import { mimiLimits } from '../../src/mimi/constants.ts';
import {
  decodeAbuseReport,
  decodeFrankingAgent,
  decodeMimiContent,
  encodeFrankingAgent,
  unframeContent,
} from '../../src/mimi/index.ts';
import { codeOf, pattern, rangesOf, sealChunked } from '../attachments/support/files.ts';
import {
  array,
  bstr,
  map,
  nestedArrays,
  nil,
  rawMimiContent,
  tag,
  tstr,
  uint,
  withExtensions,
} from '../mimi/support/cbor.ts';
import { hubKey, makeReport, makeScene } from '../mimi/support/scene.ts';
import { ascii, bytes, join, vector, zeros } from '../support/raw.ts';

const refused = (code: string, run: () => unknown) => assert.throws(run, { name: 'FrankingError', code });

describe('D4: lists in MIMI structures that are longer than their limits', () => {
  test('D4: thirty-three messages in a report', () => {
    const empty = makeReport([]);
    const one = makeReport([makeScene('again and again')]);
    const start = empty.subarray(0, -2);
    const list = one.subarray(start.length, -1);
    const message = list.subarray(2);
    const many = (count: number) => join(start, vector(join(...Array(count).fill(message))), bytes(0));
    assert.deepEqual(many(1), one);
    assert.equal(decodeAbuseReport(many(32)).messages.length, 32);
    refused('too-many-items', () => decodeAbuseReport(many(33)));
  });

  test('D4: nine certificates in a credential, written or read', () => {
    const certificates = (count: number) => Array.from({ length: count }, () => bytes(1));
    const agent = (count: number) => {
      const list = join(...certificates(count).map(vector));
      return join(vector(hubKey.publicKey), bytes(0, 2), vector(list));
    };
    assert.equal(decodeFrankingAgent(agent(8)).credential.type, 'x509');
    refused('too-many-items', () => decodeFrankingAgent(agent(9)));
    const credential = { type: 'x509', certificates: certificates(9) } as const;
    refused('too-many-items', () => encodeFrankingAgent({ signatureKey: hubKey.publicKey, credential }));
  });

  test('D4: seventeen parameters of a media type', () => {
    const framed = (count: number) => {
      const parameters = Array.from({ length: count }, () => bytes(1, 0x61, 0));
      return join(vector(ascii('application/mimi-content')), vector(join(...parameters)), vector(bytes(7)));
    };
    assert.deepEqual(unframeContent(framed(16)), bytes(7));
    refused('too-many-items', () => unframeContent(framed(17)));
  });
});

describe('D4: MIMI contents that cost more than they say', () => {
  const tooDeepKey = (key: Uint8Array) => withExtensions([uint(300), map([key, nil])]);

  test('D4: a content of 65,537 bytes is refused by its length', () => {
    refused('too-long', () => decodeMimiContent(zeros(65_537)));
    const body = (length: number) => array(uint(1), tstr(''), uint(1), tstr('text/plain'), bstr(zeros(length)));
    const longest = 65_536 - rawMimiContent({ body: body(60_000) }).length + 60_000;
    for (const length of [60_000, longest]) assert.ok(decodeMimiContent(rawMimiContent({ body: body(length) })));
    refused('too-long', () => decodeMimiContent(rawMimiContent({ body: body(longest + 1) })));
  });

  test('D4: more items than a thousand parts have, where none are shown', () => {
    const list = array(...Array.from({ length: mimiLimits.cborItems - 100 }, () => nil));
    assert.ok(decodeMimiContent(withExtensions([uint(300), list])));
    const longer = array(...Array.from({ length: mimiLimits.cborItems + 1 }, () => nil));
    refused('too-many-items', () => decodeMimiContent(withExtensions([uint(300), longer])));
  });

  test('D4: an array sixty thousand deep, in an extension or as body', () => {
    refused('too-deep', () => decodeMimiContent(withExtensions([uint(300), nestedArrays(60_000)])));
    refused('too-deep', () => decodeMimiContent(rawMimiContent({ body: nestedArrays(60_000) })));
  });

  test('D4: keys deep inside an extension are held to the same rules as those at its top', () => {
    refused('invalid-value', () => decodeMimiContent(tooDeepKey(array(uint(1)))));
    refused('invalid-value', () => decodeMimiContent(tooDeepKey(bytes(0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0))));
    refused('too-long', () => decodeMimiContent(tooDeepKey(tstr('x'.repeat(256)))));
    assert.ok(decodeMimiContent(tooDeepKey(tstr('x'.repeat(255)))));
  });

  test('D4: a tag beyond 2^53', () => {
    const number = bytes(0xdb, 0, 0x20, 0, 0, 0, 0, 0, 0);
    refused('invalid-value', () => decodeMimiContent(withExtensions([uint(300), join(number, nil)])));
    assert.ok(decodeMimiContent(withExtensions([uint(300), tag(4_000_000_000, nil)])));
  });

  test('D4: elements that nobody reads: eight, six, or a part with a field too many', () => {
    const raw = rawMimiContent();
    refused('invalid-value', () => decodeMimiContent(join(bytes(0x88), raw.subarray(1), nil)));
    const { body } = { body: array(uint(1), tstr(''), uint(1), tstr('text/plain'), bytes(0x41, 1), nil) };
    refused('invalid-value', () => decodeMimiContent(rawMimiContent({ body })));
  });

  test('D4: extensions that are no map, and a claim that is empty', () => {
    refused('invalid-value', () => decodeMimiContent(rawMimiContent({ extensions: array() })));
    refused('invalid-value', () => decodeMimiContent(rawMimiContent({ extensions: map([uint(1), tstr('')]) })));
  });

  test('D4: a size of a file that is negative, or a content that is text', () => {
    const external = (size: Uint8Array) =>
      array(
        ...[uint(1), tstr(''), uint(2), tstr('a/b'), tstr('https://x'), uint(0), size, uint(0)],
        ...[bytes(0x40), bytes(0x40), bytes(0x40), uint(1), bytes(0x40), tstr(''), tstr('')],
      );
    assert.ok(decodeMimiContent(rawMimiContent({ body: external(uint(9)) })));
    refused('invalid-value', () => decodeMimiContent(rawMimiContent({ body: external(bytes(0x20)) })));
    const text = array(uint(1), tstr(''), uint(1), tstr('text/plain'), tstr('text'));
    refused('invalid-value', () => decodeMimiContent(rawMimiContent({ body: text })));
  });
});

test('D4: an excerpt that names a chunk which the file does not have is one verdict, never an error', async () => {
  const { seal, ciphertext } = await sealChunked(pattern(20_000));
  const made = await discloseExcerpt({ seal, ranges: [{ start: 0, end: 1 }], read: rangesOf(ciphertext) });
  assert.ok(made.ok);
  const excerpt = decodeExcerpt(made.excerpt);
  for (const index of [5, 2 ** 31, 2 ** 32 - 1]) {
    const chunks = excerpt.chunks.map((chunk) => ({ ...chunk, index }));
    const altered = encodeExcerpt({ ...excerpt, chunks });
    assert.equal(codeOf(await verifyExcerpt(seal, altered)), 'excerpt-malformed');
  }
});
