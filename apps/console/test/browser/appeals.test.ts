import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fixture } from '../fixture-server.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const callsOf = (fixture: Fixture, id: string) => fixture.calls.filter((call) => call.id === id);

describe('appeals', () => {
  it('are heard by keyboard: the next one, its evidence for that purpose, an outcome, reasons for both sides', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer', path: '/appeals' });
    await page.locator('.hearing').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.hearing-form').waitFor();
    await page.getByText('Ich habe nur zitiert').waitFor();
    await page.locator('.evidence').waitFor();
    await page.keyboard.press('e');
    await page.locator('.conversation').waitFor();
    const [view] = callsOf(fixture, 'beginEvidenceView');
    assert.deepEqual(view?.body, {
      caseId: fixture.appeals.pages[0]?.summary.caseId,
      purpose: 'appeal',
      reason: 'A-7K3F-92QD',
    });

    await page.keyboard.press('Control+Enter');
    await page.getByText('Choose an outcome.').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.hearing-form input[type=radio]') === true);
    await page.keyboard.press('3');
    await page.getByLabel('Why, for the person concerned').fill('Du hast nur zitiert, was ein anderer schrieb.');
    await page.getByText('In German.').waitFor();
    await page.getByLabel('Why, for who reported').fill('He had quoted what another person wrote.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.heard').waitFor();
    const [decided] = callsOf(fixture, 'decideHearing');
    assert.deepEqual(decided?.body, {
      outcome: 'overturn',
      milder: null,
      reasons: {
        person: 'Du hast nur zitiert, was ein anderer schrieb.',
        reporter: 'He had quoted what another person wrote.',
      },
      appealCount: 2,
      unfounded: [],
    });
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('something milder asks for what and how long, and no longer than the decision', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer', path: '/appeals' });
    await page.locator('.hearing').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.hearing-form').waitFor();
    await page.keyboard.press('2');
    await page.locator('.hearing-form .select-button').click();
    await page.getByRole('option').nth(2).click();
    const days = page.getByLabel('Days');
    await days.fill('20');
    for (const words of await page.locator('.hearing-form textarea').all()) await words.fill('Seven days are enough.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.field-error').waitFor();
    assert.equal(callsOf(fixture, 'decideHearing').length, 0);
    await days.fill('7');
    await page.keyboard.press('Control+Enter');
    await page.locator('.heard').waitFor();
    const body = callsOf(fixture, 'decideHearing')[0]?.body;
    assert.ok(typeof body === 'object' && body !== null && 'milder' in body);
    assert.deepEqual(body.milder, { action: 'suspend', days: 7 });
  });

  it('say plainly where nobody can hear one, and why the reader cannot', async () => {
    const { page } = await house.open({ role: 'reviewer', path: '/appeals' });
    await page.getByText('Nobody of the team can hear this appeal').waitFor();
    await page.getByText('You decided this case. A different person hears it.').waitFor();
    await page.locator('.hearing-link').nth(2).click();
    await page.getByText('Claim the appeal to decide it.').waitFor();
    await page.keyboard.press('c');
    assert.equal(await page.locator('.hearing-form').count(), 0);
  });
});

describe('misuse', () => {
  it('is answered by a pause only after a warning, with how long and why; a measure can be taken back', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/misuse' });
    await page.locator('.misuse-account').first().waitFor();
    await page.getByText('5 of 6').waitFor();
    await page.getByText('Warn first: a pause needs an earlier warning that still counts.').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('p');
    await page.getByText('Reports of danger to a life or about a child are still taken.').waitFor();
    await page.getByText('30 days').click();
    await page.locator('.answer-form textarea').fill('Sigues denunciando saludos normales.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.answer-form').waitFor({ state: 'detached' });
    assert.deepEqual(callsOf(fixture, 'takeMeasure')[0]?.body, {
      hubId: 'messenger.localhost',
      accountId: 'eve@messenger.localhost',
      of: 'report',
      kind: 'pause',
      days: 30,
      reason: 'Sigues denunciando saludos normales.',
    });
    await page.getByRole('button', { name: 'Take back' }).first().click();
    await page.locator('.answer-form textarea').fill('It was another account.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('It was another account.').waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });
});
