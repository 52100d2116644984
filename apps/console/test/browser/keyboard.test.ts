import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MakeDecision } from '@wellhouse/protocol';
import { keepPicture } from './browser.ts';
import { openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();

it('carries a reviewer from the queue to the next case by keyboard alone', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer' });
  const key = (name: string) => page.keyboard.press(name);
  await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();

  await key('j');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();
  await key('j');
  await key('k');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();
  await key('Enter');
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await key('c');
  await page.locator('.case-head').getByText('You hold it').waitFor();

  await key('e');
  await page.getByText('No. 42 in the group: not disclosed').waitFor();
  await page.getByText('No. 45–48 in the group: not disclosed (4)').waitFor();
  await page.getByText('Part 2 withheld by the reporter').waitFor();
  const asked = fixture.calls.find((call) => call.id === 'beginEvidenceView')?.body;
  assert.deepEqual(asked, { caseId: fixture.cases[0]?.caseId, purpose: 'review', reason: null });

  await key('v');
  await page.keyboard.down('Space');
  await page.locator('.picture-cover img').waitFor();
  await keepPicture(page, 'picture-held');
  await page.keyboard.up('Space');
  assert.equal(await page.locator('.picture-cover img').count(), 0);

  await key('d');
  await key('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'radio');
  await key('Escape');
  await key('5');
  await page.getByLabel('How many days').waitFor();
  await key('p');
  await key('Enter');
  await page.getByRole('listbox').waitFor();
  await keepPicture(page, 'policy-choice');
  await key('ArrowDown');
  await page.getByRole('option', { name: 'Threats and violence' }).waitFor();
  await key('Home');
  await key('Enter');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  await key('Escape');
  await key('w');
  await page.keyboard.type('You threatened to hurt another person. n j 5 e are words here.');
  await key('Control+Shift+Enter');

  await page.getByRole('heading', { name: /C-1043/ }).waitFor();
  const decision = fixture.calls.find((call) => call.id === 'makeDecision');
  assert.deepEqual(MakeDecision.parse(decision?.body), {
    action: 'suspend',
    policyId: 'threats',
    days: 7,
    reason: 'You threatened to hurt another person. n j 5 e are words here.',
    reportCount: 2,
    startsAt: null,
    departedWhy: null,
    // Messages 3 and 4: all that was reported.
    restsOn: [3, 4].map((number) => `5a1e0c5e-0000-4000-8000-${String(number).padStart(12, '0')}`),
  });
  assert.equal(fixture.cases[0]?.state, 'decided');
  assert.ok(!fixture.calls.some((call) => call.id === 'releaseCase'), 'a decision ends the claim by itself');
  assert.equal(fixture.cases[1]?.claim?.staffId, fixture.staff.reviewer.staffId);
  const lastTold = () => fixture.calls.findLast((call) => call.id === 'reportEvidenceView')?.body;
  await until('the look is told to be over', () => Reflect.get(Object(lastTold()), 'ended') === true);
  const { attachments } = Object(lastTold());
  assert.ok(Array.isArray(attachments) && attachments[0].uncoveredMs > 0);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'the draft is gone once the decision is made');

  await key('u');
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  await page.waitForFunction(() => document.querySelector('[data-case]') !== null);
  await until('leaving the page gives the claim back', () => fixture.calls.some((call) => call.id === 'releaseCase'));
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('shows every key of the page, finds actions by name, and rests while somebody types', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer' });
  await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys on this page' });
  await help.getByText('Claim next').waitFor();
  await keepPicture(page, 'help');
  await page.keyboard.press('n');
  assert.ok(!fixture.calls.some((call) => call.id === 'claimNext'), 'keys of the page rest behind a dialog');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });

  await page.keyboard.press('/');
  await page.keyboard.type('night');
  assert.ok(!fixture.calls.some((call) => call.id === 'claimNext'), 'the n of “night” is a letter');
  await page.keyboard.press('Enter');
  await page.locator('[data-case]').filter({ hasText: 'C-1043' }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-case]').length === 1);

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find or run' });
  await palette.waitFor();
  await page.keyboard.type('claim n');
  await palette.getByRole('option', { name: 'Claim next' }).waitFor();
  await keepPicture(page, 'palette');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  assert.deepEqual(faults, []);
});

it('moves down a long list and keeps the row in sight, with only the rows in sight in the page', async () => {
  const { page } = await house.open({ role: 'reviewer' });
  // By where they begin: what is there is asked for anew every twenty seconds.
  const fetched = new Set<string | null>();
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/v1/cases') fetched.add(searchParams.get('cursor'));
  });
  await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
  for (let step = 0; step < 56; step++) await page.keyboard.press('j');
  const row = page.locator('li[data-cursor=true]').filter({ hasText: `C-${1042 + 55}` });
  await row.waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('li')?.dataset.cursor === 'true');
  assert.equal(await row.getAttribute('aria-posinset'), '56');
  assert.ok((await page.locator('[data-case]').count()) < 40);
  assert.deepEqual([...fetched], [null, '50'], 'the second page was fetched on the way, and no other');
});

it('says why a key does nothing instead of doing it', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await page.getByRole('link', { name: 'Stalking' }).first().waitFor();
  await page.getByRole('link', { name: 'Stalking' }).first().press('Enter');
  await page.getByRole('heading', { name: /C-1045/ }).waitFor();
  await page.locator('.case-head').getByText('Kim Sommer holds it').first().waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press('Control+Enter');
  assert.ok(!fixture.calls.some((call) => call.id === 'claimCase' || call.id === 'makeDecision'));
  await page.keyboard.press('e');
  await page.getByText('Your reason stands in the audit log').waitFor();
  await keepPicture(page, 'evidence-reason');
  await page.keyboard.type('asked for a second opinion');
  await page.keyboard.press('Control+Enter');
  await page.getByText('No. 42 in the group: not disclosed').waitFor();
  const asked = fixture.calls.find((call) => call.id === 'beginEvidenceView')?.body;
  assert.deepEqual(asked, {
    caseId: fixture.cases[3]?.caseId,
    purpose: 'quality',
    reason: 'asked for a second opinion',
  });
});
