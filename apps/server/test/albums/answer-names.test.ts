import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, codeOf, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('reviewer');
  await world.list('known');
});
after(() => world.close());

test('why a picture was removed, which its person reads, is signed by nobody', async () => {
  const pictureId = await world.hold({ matches: [{ entryId: await world.entry('known'), distance: 6 }] });
  await world.claim(kim, pictureId);
  for (const reason of [`I saw it: ${kim.me.staff.name}`, `Ask ${kim.email} about it`]) {
    const answer = await world.answer(kim, pictureId, 'confirm', reason);
    assert.equal(codeOf(answer), 'note-names-somebody', answer.body);
  }
  assert.equal((await world.picture(pictureId)).answer, null, 'it still waits');
  assert.equal((await world.answer(kim, pictureId, 'confirm', 'the very picture')).statusCode, 200);
});
