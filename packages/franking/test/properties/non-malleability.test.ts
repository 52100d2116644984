/** T6 of docs/spec/franking.md §10.7: changed evidence is refused, or says about the same message what a disclosure of it says. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { mutateJson } from '../../../../scripts/fuzz/mutate-json.ts';
import { Random } from '../../../../scripts/fuzz/random.ts';
import { computeLeaf } from '../../src/commitment.ts';
import {
  checkReceived,
  encodeCompactStamp,
  encodeStamp,
  evidenceFromJson,
  evidenceToJson,
  type FrankedEvidence,
  FrankingError,
  type VerifiedEvidence,
  verifyEvidence,
} from '../../src/index.ts';
import { messages } from '../support/arbitraries.ts';
import { flip } from '../support/raw.ts';
import { asEvidence, asReceived, groupId, hubId, hubKey, makeScene, type Scene, sender } from '../support/scene.ts';

const options = { keys: [hubKey], hubId };
const scenes = messages.map(({ header, parts }) =>
  makeScene({ header: { ...header, sender, groupId }, parts, label: header.messageId.join() }),
);
/** Which body parts a reporter discloses. */
const choices = fc.infiniteStream(fc.boolean());

function disclose(scene: Scene, choose: Iterator<boolean>): FrankedEvidence {
  const count = asEvidence(scene, []).partCount;
  const reveal = [...Array(count).keys()].slice(1).filter(() => choose.next().value);
  return asEvidence(scene, reveal, reveal);
}

/** A verdict that holds must be the one on an honest disclosure, and the evidence that disclosure, byte for byte. */
function holdsToTheMessage(scene: Scene, evidence: FrankedEvidence, verdict: VerifiedEvidence): boolean {
  if (!verdict.ok) return false;
  const reveal = evidence.revealed.map(({ index }) => index);
  const honest = asEvidence(scene, reveal, reveal);
  assert.deepEqual(evidence, honest);
  assert.deepEqual(verdict, verifyEvidence(honest, options));
  return true;
}

describe('non-malleability', () => {
  test('no bit of stamp, key, part or leaf can be another', () => {
    fc.assert(
      fc.property(scenes, choices, fc.nat(), fc.nat(7), (scene, choose, place, bit) => {
        const evidence = disclose(scene, choose);
        const fields = [
          { of: evidence, name: 'stamp' as const },
          ...evidence.revealed.flatMap((of) => [
            { of, name: 'key' as const },
            { of, name: 'part' as const },
          ]),
          ...evidence.hidden.map((of) => ({ of, name: 'leaf' as const })),
        ];
        const { of, name } = fields[place % fields.length] ?? assert.fail();
        const bytes: Uint8Array = Reflect.get(of, name);
        Reflect.set(of, name, flip(bytes, place % bytes.length, bit));
        const verdict = verifyEvidence(evidence, options);
        assert.ok(!verdict.ok, `${name} with another bit was verified`);
      }),
      { numRuns: 400 },
    );
  });

  test('whatever is done to its JSON: refused, or the very same disclosure', () => {
    let [held, refused] = [0, 0];
    fc.assert(
      fc.property(scenes, choices, fc.nat(), (scene, choose, seed) => {
        const random = new Random(seed);
        const json = evidenceToJson(disclose(scene, choose));
        for (let left = 20; left > 0; left--) {
          let evidence: FrankedEvidence;
          try {
            evidence = evidenceFromJson(mutateJson(random, json, json));
          } catch (error) {
            assert.ok(error instanceof FrankingError, String(error));
            continue;
          }
          if (holdsToTheMessage(scene, evidence, verifyEvidence(evidence, options))) held++;
          else refused++;
        }
      }),
      { numRuns: 100 },
    );
    // both ways out were taken: a field that §6 does not name changes nothing, and the rest does
    assert.ok(held > 5 && refused > 100, `${held} held, ${refused} refused`);
  });

  test('whoever holds evidence can hide further parts of it, and do nothing else', () => {
    fc.assert(
      fc.property(scenes, choices, choices, (scene, choose, hide) => {
        const evidence = disclose(scene, choose);
        const hideIt = evidence.revealed.filter(({ index }) => index > 0 && hide.next().value);
        const hidden = [
          ...evidence.hidden,
          ...hideIt.map(({ index, key, part }) => ({ index, leaf: computeLeaf(key, part) })),
        ].sort((a, b) => a.index - b.index);
        const less = { ...evidence, revealed: evidence.revealed.filter((part) => !hideIt.includes(part)), hidden };
        assert.ok(holdsToTheMessage(scene, less, verifyEvidence(less, options)));
      }),
    );
  });
});

describe('a message on its way', () => {
  test('changed anywhere, it is shown as it was stamped, or not at all', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), fc.boolean(), (scene, seed, compact) => {
        const random = new Random(seed);
        const honest = asReceived(scene, compact ? { stamp: encodeCompactStamp(scene.stamp) } : {});
        for (const field of ['content', 'authenticatedData', 'message', 'stamp'] as const) {
          const changed = mutateBytes(random, honest[field], honest[field]);
          const result = checkReceived({ ...honest, [field]: changed });
          const same = Buffer.compare(changed, honest[field]) === 0;
          // the stamp has two forms, and the authenticated data may hold items of other components
          if (!result.ok || same) continue;
          assert.ok(field === 'stamp' || field === 'authenticatedData', `${field} was changed`);
          assert.deepEqual(result.stampBytes, encodeStamp(scene.stamp));
        }
      }),
      { numRuns: 300 },
    );
  });
});
