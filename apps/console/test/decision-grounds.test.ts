import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CasePage, ConversationEntry } from '@wellhouse/protocol';
import { whyNot } from '../src/screens/case/action-rules.ts';
import { groundsOf, provenBy, restingFacts, tickedOf } from '../src/screens/case/decision-grounds.ts';
import { fixtureCase, fixtureConversation, fixturePage } from './fixture-data.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const page: CasePage = fixturePage(fixtureCase(0, now), now);
const conversation = fixtureConversation(page, now);

describe('what a decision can rest on', () => {
  it('is what was reported, by number, and nothing that was only shown along', () => {
    assert.deepEqual(
      groundsOf(page, conversation).map(({ kind, number, level }) => [kind, number, level]),
      [
        ['message', 3, 'VERIFIED'],
        ['message', 4, 'VERIFIED'],
      ],
    );
    assert.deepEqual(groundsOf(page, null), [], 'nothing of a message is known before the evidence is open');
  });
  it('is all of it until somebody chooses', () => {
    const grounds = groundsOf(page, conversation);
    const [first] = grounds;
    assert.equal(tickedOf(grounds, null).length, 2);
    assert.deepEqual(tickedOf(grounds, [first?.id ?? '', 'of another case']), [first]);
    assert.deepEqual(tickedOf(grounds, []), []);
  });
  it('is proven by what the account itself wrote alone', () => {
    const byOther = conversation.map(
      (entry): ConversationEntry => (entry.type === 'message' ? { ...entry, sender: 'somebody@else' } : entry),
    );
    assert.equal(provenBy(groundsOf(page, conversation)), 'VERIFIED');
    assert.equal(provenBy(groundsOf(page, byOther)), 'ASSERTED');
    assert.equal(provenBy([]), 'ASSERTED');
  });
  it('takes the actions away that need proof where what is ticked proves nothing', () => {
    const [first, second] = groundsOf(page, conversation);
    assert.ok(first !== undefined && second !== undefined);
    const said = { ...second, level: 'ASSERTED' as const };
    const facts = (ticked: (typeof first)[]) => restingFacts(page, [first, said], ticked);
    assert.equal(whyNot('suspend', facts([first, said])), null);
    assert.equal(whyNot('suspend', facts([first])), null);
    assert.equal(whyNot('suspend', facts([said])), 'decide.whyNot.asserted');
    assert.equal(whyNot('warn', facts([said])), null);
  });
});
