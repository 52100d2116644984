import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';
import { sendProposed } from './send-proposed.ts';

const house = openHouse();

describe('decisions in the console', () => {
  it('a proposal is taken by key, decided and undone by key, and the case waits again', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.decide-form').waitFor();
    await sendProposed(page);
    await page.locator('.undo-bar').waitFor();
    assert.equal(fixture.cases[0]?.state, 'decided');
    await page.locator('#main').focus();
    await page.keyboard.press('z');
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
    assert.equal(fixture.cases[0]?.state, 'open');
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('a decision that is undone on its case is offered to be undone nowhere else', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('n');
    await sendProposed(page);
    await page.locator('.undo-bar').waitFor();
    await page.locator('#main .decision').getByRole('button', { name: 'Undo the decision' }).click();
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
    assert.equal(fixture.cases[0]?.state, 'open');
    assert.deepEqual(faults, []);
  });

  it('similar cases are counted first, decided together, and undone together', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead' });
    await page.locator('[data-case]').first().waitFor();
    const spam = fixture.cases.filter((one) => one.category === 'spam.bulk' && one.state === 'open');
    const [first] = spam;
    assert.ok(first);
    await page.goto(`${fixture.url}/cases/${first.caseId}`);
    await page.locator('.case-head').waitFor();
    await page.keyboard.press('c');
    await page.locator('[data-action="decide.together"]').waitFor();
    await page.keyboard.press('b');
    await page.locator('.batch-count strong').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.locator('.dialog textarea').fill('You sent the same message to many people.');
    await page.getByRole('button', { name: /^Decide \d+ cases?$/ }).click();
    await page.locator('.undo-bar').waitFor();
    const decided = spam.filter((one) => one.state === 'decided').length;
    assert.ok(decided > 1);
    await page
      .getByRole('button', { name: /Undo the decision/ })
      .last()
      .click();
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
    assert.equal(spam.filter((one) => one.state === 'decided').length, 0);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });
});
