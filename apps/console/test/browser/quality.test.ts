import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openHouse } from './house.ts';

const house = openHouse();

it('a second review is taken, looked at, judged and answered by keyboard alone, and only then shows the first decision', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer', path: '/quality' });
  await page.locator('.quality-result').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.review-form').waitFor();
  await page.keyboard.press('Control+Enter');
  assert.ok(!fixture.calls.some((call) => call.id === 'answerQualityReview'), 'not before the evidence was opened');
  await page.keyboard.press('e');
  await page.locator('.conversation').waitFor();
  const before = await page.locator('body').innerText();
  assert.ok(!before.includes('You wrote that you would come for them.'));
  await page.keyboard.press('2');
  await page.locator('#main').focus();
  await page.keyboard.press('p');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('.review-form .select-value', { hasText: 'Threats' }).waitFor();
  await page.locator('.review-form textarea').fill('A threat, and the first one.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.judgements').waitFor();
  const calls = fixture.calls.filter(({ id }) => id.includes('Quality')).map(({ id }) => id);
  assert.ok(calls.indexOf('beginQualityView') < calls.indexOf('answerQualityReview'));
  assert.ok(!fixture.calls.some(({ id }) => id === 'getCase'), 'no case was asked for');
  assert.ok((await page.locator('.judgements').innerText()).includes('You wrote that you would come for them.'));
  await page.keyboard.press('u');
  await page.locator('.quality-own').waitFor();
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('a lead settles a disagreement with a note, and agrees to nobody’s golden case but another lead’s', async () => {
  const { page, fixture, faults } = await house.open({ role: 'lead', path: '/calibration?show=talk' });
  await page.locator('.quality-result').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.getByRole('radio', { name: 'The policy is unclear' }).focus();
  await page.keyboard.press('Space');
  await page.locator('.answer-form textarea').fill('The policy does not say what counts as a second time.');
  await page.locator('.answer-form textarea').press('Control+Enter');
  await page.locator('.answer-form').waitFor({ state: 'detached' });
  const settled = fixture.calls.find(({ id }) => id === 'settleDisagreement');
  assert.deepEqual(settled?.body, {
    outcome: 'policy-unclear',
    note: 'The policy does not say what counts as a second time.',
  });
  const [proposed] = fixture.quality.golden;
  if (proposed !== undefined) {
    proposed.proposedBy = { staffId: fixture.staff.lead.staffId, name: fixture.staff.lead.name };
  }
  await page.keyboard.press('3');
  await page.locator('.golden-messages').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  assert.equal(await page.locator('.answer-form').count(), 0);
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('a second review that lacks something leads to the field that lacks it, and tells nothing of other reports', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer', path: '/quality' });
  for (const { reports } of fixture.quality.waiting) reports.push(...reports);
  await page.locator('.quality-result').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.review-form').waitFor();
  await page.keyboard.press('e');
  await page.locator('.conversation').waitFor();
  assert.equal(await page.locator('.conversation').getByText('in 0 reports').count(), 0);
  await page.keyboard.press('2');
  await page.keyboard.press('w');
  await page.keyboard.type('A threat, and the first one.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Choose the policy that was broken.').waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('.review-form .select-button') === true);
});
