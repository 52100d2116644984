import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';

const house = openHouse();
const half = 'You wrote that you would come and';

async function writeHalf(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim next' }).click();
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await page.getByRole('button', { name: 'Take the proposal' }).waitFor();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Reason' }).fill(half);
}

const until = async (page: Page, holds: () => boolean): Promise<void> => {
  while (!holds()) await page.waitForTimeout(50);
};

describe('a half-written decision', () => {
  it('survives a reload in the middle, and the browser that lost it, and is forgotten once it is made', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    const caseId = fixture.cases[0]?.caseId ?? '';
    await writeHalf(page);
    await page.reload();
    await page.getByRole('textbox', { name: 'Reason' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), half);
    await until(page, () => fixture.calls.some((call) => call.id === 'putCaseDraft'));
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByText(half).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), half);

    await page.keyboard.press('Control+Enter');
    await page.locator('.decision').getByText(half).waitFor();
    const last = () => fixture.calls.findLast((call) => call.id === 'putCaseDraft');
    await until(page, () => (last()?.body as { draft: unknown } | undefined)?.draft === null);
    assert.equal(last()?.params.caseId, caseId);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('is kept by the tab while the server does not answer, and goes up when it does', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.getByRole('button', { name: 'Claim next' }).click();
    await page.getByRole('heading', { name: /C-1042/ }).waitFor();
    fixture.down = true;
    await page.getByRole('textbox', { name: 'Reason' }).fill(half);
    await page.locator('.banner').waitFor();
    fixture.down = false;
    const kept = () => fixture.calls.findLast((call) => call.id === 'putCaseDraft')?.body;
    await until(page, () => JSON.stringify(kept() ?? null).includes(half));
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), half);
  });
});

describe('submit and next', () => {
  it('reads the next case ahead without claiming it, and gives another one when somebody took that', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    const [, second, third] = fixture.cases;
    assert.ok(second !== undefined && third !== undefined);
    await until(page, () => fixture.calls.some((one) => one.id === 'getCase' && one.params.caseId === second.caseId));
    assert.equal(second.claim, null);
    second.claim = { staffId: fixture.staff.other.staffId, name: 'Kim Sommer', expiresAt: third.dueAt };
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('heading', { name: new RegExp(third.number) }).waitFor();
    assert.equal(third.claim?.staffId, fixture.staff.reviewer.staffId);
    assert.deepEqual(fixture.violations, []);
  });

  it('gives the next case back, and stays where it is, when the server refuses the decision', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    const [, second] = fixture.cases;
    assert.ok(second !== undefined);
    fixture.refuseNext('makeDecision', 'case-changed');
    await page.keyboard.press('Control+Shift+Enter');
    await until(page, () =>
      fixture.calls.some((one) => one.id === 'releaseCase' && one.params.caseId === second.caseId),
    );
    assert.equal(second.claim, null);
    await page.getByRole('heading', { name: /C-1042/ }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), half);
    assert.equal(await page.locator('.decision').count(), 0);
    assert.deepEqual(fixture.violations, []);
  });
});
