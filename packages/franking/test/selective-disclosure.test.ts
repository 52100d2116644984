/** What a report keeps back stays back: from the safety team, and from anyone who gets hold of the evidence. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { computeLeaf, derivePartKey } from '../src/commitment.ts';
import {
  type ContentPart,
  createContent,
  evidenceToJson,
  openContent,
  sequenceGap,
  verifyEvidence,
} from '../src/index.ts';
import { encodePart } from '../src/part.ts';
import { hex } from './support/hex.ts';
import { asEvidence, groupId, hubId, hubKey, makeHeader, makeScene, type Scene } from './support/scene.ts';
import { seeded } from './support/seeded.ts';

const text = (words: string): ContentPart => ({ type: 'text', text: words });
const options = { keys: [hubKey], hubId };

/** 10,000 short texts, as people write them: what an attacker would try first. */
const openings =
  'yes no ok hi hey call me at my name is I am in you are we meet see the a it go come stop help please sorry thanks love hate miss want need have'.split(
    ' ',
  );
const subjects =
  'now here there home school work street park house room bed phone mum dad friend teacher boss doctor police money photo picture video password pin code key door car bus train'.split(
    ' ',
  );
const dictionary = openings
  .flatMap((one) =>
    subjects.flatMap((two) =>
      ['', '.', '!', '?', ' now', ' today', ' soon', ' then', ' too', ' again'].map((end) => `${one} ${two}${end}`),
    ),
  )
  .slice(0, 10_000);
const secret = dictionary[7_777] ?? '';

function hiddenLeaves(scene: Scene, reveal: readonly number[]): string[] {
  return asEvidence(scene, reveal).hidden.map(({ leaf }) => hex(leaf));
}

describe('a hidden part cannot be guessed', () => {
  const scene = makeScene({ label: 'guess', parts: [text('shown'), text(secret)] });
  const evidence = asEvidence(scene, [1]);
  const [leaf] = hiddenLeaves(scene, [1]);

  test('the dictionary has 10,000 texts, the secret is one of them, and its leaf under the right key is found', () => {
    assert.equal(new Set(dictionary).size, 10_000);
    const key = derivePartKey(openContent(scene.content).frankingKey, 2);
    const found = dictionary.filter((guess) => hex(computeLeaf(key, encodePart(text(guess)))) === leaf);
    assert.deepEqual(found, [secret]);
  });

  test('with everything that the evidence holds as the key, none of 10,000 short texts gives the leaf', () => {
    const known = [
      ...evidence.revealed.map(({ key }) => key),
      ...evidence.revealed.map(({ key }) => derivePartKey(key, 2)),
      scene.tag,
      scene.stamp.context.messageHash,
      hubKey.macKey,
      new Uint8Array(32),
    ];
    for (const key of known) {
      for (const guess of dictionary) assert.notEqual(hex(computeLeaf(key, encodePart(text(guess)))), leaf);
    }
    for (const guess of dictionary) {
      assert.notEqual(
        createHash('sha256')
          .update(encodePart(text(guess)))
          .digest('hex'),
        leaf,
      );
    }
  });

  test('for contrast: a hash with a salt that its reader knows gives the secret away at once', () => {
    const salt = scene.stamp.context.messageHash;
    const hashed = (words: string) => createHash('sha256').update(words).update(salt).digest('hex');
    const published = hashed(secret);
    assert.deepEqual(
      dictionary.filter((guess) => hashed(guess) === published),
      [secret],
    );
  });
});

describe('leaves say nothing about what they hide', () => {
  test('equal texts have different leaves, in one message and in two', () => {
    const parts = [text('same'), text('same'), text('same')];
    const leaves = ['one', 'two'].flatMap((label) => hiddenLeaves(makeScene({ label, parts }), []));
    assert.equal(leaves.length, 6);
    assert.equal(new Set(leaves).size, 6);
  });

  test('a long text, a picture and a name leave 32 bytes each, and the same evidence but for these', () => {
    const shapes = [
      text('x'),
      text('x'.repeat(30_000)),
      attachmentPart(),
      { type: 'mention', account: 'a', name: 'b' } as const,
    ];
    const sizes = shapes.map((part) => {
      const json = evidenceToJson(asEvidence(makeScene({ label: 'shape', parts: [text('shown'), part] }), [1]));
      return JSON.stringify(json).length;
    });
    assert.equal(new Set(sizes).size, 1);
  });

  test('the key of one part is no key of another, and the franking key is nowhere in the evidence', () => {
    const scene = makeScene();
    const { frankingKey } = openContent(scene.content);
    for (const reveal of [[], [1], [1, 2, 3]]) {
      const evidence = asEvidence(scene, reveal);
      const everything = Buffer.concat([
        evidence.stamp,
        ...evidence.revealed.flatMap(({ key, part }) => [key, part]),
        ...evidence.hidden.map(({ leaf }) => leaf),
      ]);
      assert.equal(everything.indexOf(frankingKey), -1);
      const keys = evidence.revealed.map(({ key }) => hex(key));
      assert.equal(new Set(keys).size, keys.length);
      for (const { index } of evidence.hidden) assert.ok(!keys.includes(hex(derivePartKey(frankingKey, index))));
    }
  });
});

describe('what can be kept back', () => {
  const home = 'my street is Elm Road';
  const parts: ContentPart[] = [
    text('Tell '),
    { type: 'mention', account: 'anastasia.north@messenger.localhost', name: '@anastasia.north' },
    text(' that I am coming'),
    { type: 'quote', messageId: new Uint8Array(16), sender: 'benedikt.south@messenger.localhost', text: home },
    attachmentPart(),
    { type: 'preview', url: 'https://example.org/private/page', title: 'A private page' },
  ];
  const secrets: Record<number, string[]> = {
    2: ['anastasia.north'],
    4: ['benedikt.south', home],
    5: ['drill-picture-name', 'media.example/blob'],
    6: ['example.org/private', 'A private page'],
  };

  for (const [index, words] of Object.entries(secrets)) {
    test(`part ${index} (${parts[Number(index) - 1]?.type}): no byte of it is in the evidence, and the rest verifies`, () => {
      const scene = makeScene({ label: 'redaction', header: { kind: 'media' }, parts });
      const kept = Number(index);
      const reveal = parts.map((_, place) => place + 1).filter((place) => place !== kept);
      const evidence = asEvidence(scene, reveal, reveal);
      const bytes = Buffer.concat([evidence.stamp, ...evidence.revealed.map(({ part }) => part)]);
      for (const word of words) {
        assert.notEqual(Buffer.from(scene.content).indexOf(word), -1, 'it was in the message');
        assert.equal(bytes.indexOf(word), -1);
      }
      const verified = verifyEvidence(evidence, options);
      assert.ok(verified.ok, verified.ok ? '' : verified.detail);
      assert.deepEqual(verified.hidden, [kept]);
      assert.deepEqual(
        verified.parts.map(({ part }) => part),
        parts.filter((_, place) => place + 1 !== kept),
      );
    });
  }

  test('everything but the header: who, where and when are proven, and no word is told', () => {
    const verified = verifyEvidence(asEvidence(makeScene(), []), options);
    assert.ok(verified.ok);
    assert.deepEqual([verified.parts, verified.hidden], [[], [1, 2, 3]]);
    assert.deepEqual(verified.header.groupId, groupId);
  });
});

test('context messages show by their numbers how many between them were kept back', () => {
  const numbers = [40n, 41n, 44n].map((sequence) => {
    const scene = makeScene({ label: `context ${sequence}`, context: { sequence } });
    const verified = verifyEvidence(asEvidence(scene, []), options);
    assert.ok(verified.ok);
    return verified.stamp.context.sequence;
  });
  const gaps = numbers.slice(1).map((sequence, place) => sequenceGap(numbers[place] ?? 0n, sequence));
  assert.deepEqual(gaps, [null, { from: 42n, to: 43n }]);
  assert.equal(sequenceGap(7n, 7n), null);
  assert.deepEqual(sequenceGap(1n, 2n ** 53n - 1n), { from: 2n, to: 2n ** 53n - 2n });
});

test('a sender who reuses a franking key loses the hiding of its own words and nothing else', () => {
  const random = () => seeded('reused')(32);
  const made = ['a', 'b'].map((words) =>
    createContent({ header: makeHeader(), parts: [text(words), text('same')], random }),
  );
  const [one, two] = made.map(({ content }) => openContent(content));
  assert.ok(one && two);
  const leaf = (opened: typeof one) =>
    hex(computeLeaf(derivePartKey(opened.frankingKey, 2), opened.encodedParts[2] ?? new Uint8Array()));
  assert.equal(leaf(one), leaf(two), 'equal parts at equal places can be seen to be equal');
  assert.notDeepEqual(one.tag, two.tag);
});

function attachmentPart(): ContentPart {
  const random = seeded('attachment');
  return {
    type: 'attachment',
    attachment: {
      ...{ url: 'https://media.example/blob', name: 'drill-picture-name.png', mediaType: 'image/png', size: 9 },
      ...{ width: 1, height: 1, algorithm: 'A256GCM', key: random(32), nonce: random(12) },
      ...{ ciphertextSha256: random(32), plaintextSha256: random(32) },
    },
  };
}
