import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Fixture } from '../fixture-server.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const everything = { categories: null, regions: null };

function ask(fixture: Fixture, by: 'lead' | 'admin') {
  const { other } = fixture.staff;
  const author = fixture.staff[by];
  fixture.logins.changes.push({
    ...{ changeId: randomUUID(), kind: 'member', subject: other.staffId, subjectName: other.name, roles: ['lead'] },
    ...{ gives: [{ permission: 'decision.approve', limits: everything }], state: 'waiting' },
    ...{ by: { staffId: author.staffId, name: author.name }, at: new Date().toISOString() },
    ...{ answeredBy: null, answeredAt: null, reason: null, notSecond: null },
  });
}

test('a second person sees who wants to give whom what power, and confirms it with a reason by keyboard alone', async () => {
  const { page, fixture, faults } = await house.open({ role: 'admin', path: '/' });
  ask(fixture, 'lead');
  await page.goto(`${fixture.url}/team`);
  const panel = page.getByRole('region', { name: 'Waits for a second person' });
  const { lead, other } = fixture.staff;
  await panel.getByText(`${lead.name} wants to give ${other.name}: Lead`).waitFor();
  await panel.getByText('New power: Be the second person.').waitFor();
  await panel.getByLabel('Why').focus();
  await page.keyboard.type('She runs the night shift.');
  await page.keyboard.press('Enter');
  await panel.getByText('Nothing waits.').waitFor();
  const [call] = fixture.calls.filter(({ id }) => id === 'answerStaffChange');
  assert.deepEqual(call?.body, { confirm: true, reason: 'She runs the night shift.' });
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

test('its author is told that somebody else has to confirm it, and can only withdraw it', async () => {
  const { page, fixture } = await house.open({ role: 'admin', path: '/' });
  ask(fixture, 'admin');
  await page.goto(`${fixture.url}/team`);
  const panel = page.getByRole('region', { name: 'Waits for a second person' });
  await panel.getByText('You asked for this: somebody else has to confirm it.').waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Confirm' }).count(), 0);
  await panel.getByLabel('Why').fill('Wrong person.');
  await panel.getByRole('button', { name: 'Withdraw' }).click();
  await panel.getByText('Nothing waits.').waitFor();
  assert.equal(fixture.logins.changes[0]?.state, 'withdrawn');
});

test('a change that waits is said where it was made, and stands in the list at once', async () => {
  const { page, fixture } = await house.open({ role: 'admin', path: '/team' });
  const { other } = fixture.staff;
  await page.getByRole('button', { name: `Change ${other.name}` }).click();
  fixture.refuseNext('updateStaff', 'second-person-needed');
  ask(fixture, 'admin');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: false }).first().click();
  await page.getByRole('dialog').getByText('This waits for a second person').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('You asked for this: somebody else has to confirm it.').waitFor();
});
