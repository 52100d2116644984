import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SendNote } from '@wellhouse/protocol';
import type { Page } from 'playwright-core';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const words = 'Danke für deinen Hinweis.\nBitte lösche die Nachrichten nicht.';

async function claimed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim next' }).click();
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await page.locator('.notes-panel').getByText('People who reported').waitFor();
}

const panel = (page: Page) => page.locator('.notes-panel');
const question = (page: Page) => page.getByRole('dialog', { name: 'Send this note?' });

describe('a note to people who reported', () => {
  it('is written by keyboard, read over with who reads it, and sent once', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await page.keyboard.press('Shift+m');
    const field = page.getByRole('textbox', { name: 'What they read' });
    await field.waitFor();
    assert.equal(await field.evaluate((element) => element === document.activeElement), true);
    assert.equal(await page.getByRole('button', { name: 'Read it over' }).isDisabled(), true, 'nobody is chosen');
    await panel(page).getByText('Reporter 2 · German').click();
    await field.fill(words);
    await page.keyboard.press('Control+Enter');
    await question(page).waitFor();
    const asked = await question(page).innerText();
    assert.ok(asked.includes(words) && asked.includes('It cannot be changed or taken back.'), asked);
    assert.match(asked, /Reporter 2 · ben@messenger\.localhost · WH-7K3F-91QD/);
    assert.ok(!asked.includes('ana@'), 'and nobody else');
    assert.equal(fixture.calls.filter(({ id }) => id === 'sendNote').length, 0);
    assert.deepEqual(await axeFindings(page), []);
    await question(page).getByRole('button', { name: 'Send it' }).click();
    await question(page).waitFor({ state: 'detached' });
    await panel(page).getByText('To Reporter 2').waitFor();
    await panel(page).getByText('not on a device yet').waitFor();
    const [call, ...more] = fixture.calls.filter(({ id }) => id === 'sendNote');
    assert.deepEqual(more, []);
    const body = SendNote.parse(call?.body);
    const report = fixture.pages.get(fixture.cases[0]?.caseId ?? '')?.reports[1];
    assert.deepEqual([body.reportIds, body.text], [[report?.reportId], words]);
    await page.locator('.timeline').getByText('To the people of').waitFor();
    assert.equal(await field.inputValue(), '');
    assert.equal(
      await panel(page)
        .getByRole('button', { name: /change|delete|edit/i })
        .count(),
      0,
    );
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('takes the words of the team in the reader’s language; to several in two languages it says so', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await panel(page).getByText('People who reported').click();
    await panel(page).getByText('Reporter 2 · German').click();
    await panel(page)
      .getByRole('button', { name: /Text of the team/ })
      .click();
    await page.getByRole('option').first().waitFor();
    const offered = await page.getByRole('option').allInnerTexts();
    assert.deepEqual(offered, ['We are looking into it'], 'what is written to the person concerned is not offered');
    await page.getByRole('option').click();
    const field = page.getByRole('textbox', { name: 'What they read' });
    assert.match(await field.inputValue(), /^Danke für deinen Hinweis/);
    assert.equal(await panel(page).getByText('They reported in').count(), 0);
    await panel(page).getByText('Reporter 1 · English').click();
    await panel(page).getByText('They reported in English and German.').waitFor();
    await page.getByRole('button', { name: 'Read it over' }).click();
    await question(page).getByRole('button', { name: 'Send it to 2 people' }).click();
    await panel(page).getByText('To Reporter 1 and Reporter 2').waitFor();
    assert.deepEqual(fixture.violations, []);
  });

  it('that is refused stays as it was written, says why, and can be mended', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await panel(page).getByText('People who reported').click();
    await panel(page).getByText('Reporter 2 · German').click();
    const field = page.getByRole('textbox', { name: 'What they read' });
    await field.fill('We have warned mal@messenger.localhost.');
    await page.getByRole('button', { name: 'Read it over' }).click();
    await question(page).getByRole('button', { name: 'Send it' }).click();
    await question(page).getByText('names somebody or a case').waitFor();
    await question(page).getByRole('button', { name: 'Write on' }).click();
    assert.equal(await field.inputValue(), 'We have warned mal@messenger.localhost.');
    await field.fill('We have acted.');
    await page.getByRole('button', { name: 'Read it over' }).click();
    await question(page).getByRole('button', { name: 'Send it' }).click();
    await panel(page).getByText('We have acted.').waitFor();
    assert.equal(fixture.calls.filter(({ id }) => id === 'sendNote').length, 2);
  });

  it('waits until the case is claimed, and never goes to who asked not to hear from the team', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.locator('.case-row-link').nth(2).click();
    await panel(page).getByText('People who reported').click();
    await panel(page).getByText('Claim the case to write to people who reported.').waitFor();
    await page.keyboard.press('c');
    await panel(page).getByText('One person who reported asked not to hear from the team.').waitFor();
    assert.equal(await panel(page).getByRole('checkbox').count(), 2);
    await page.locator('.reports').getByText('Does not want to hear from us').waitFor();
  });

  it('is not offered to who may not send one', async () => {
    const { page } = await house.open({ role: 'viewer' });
    await page.locator('.case-row-link').first().click();
    await panel(page).waitFor();
    assert.equal(await panel(page).getByText('People who reported').count(), 0);
    assert.equal(await panel(page).getByRole('textbox').count(), 0);
  });
});

describe('a text of the team for people who reported', () => {
  it('has no placeholders, and is offered where a note is written', async () => {
    const { page, fixture } = await house.open({ role: 'lead', path: '/macros' });
    await page.getByRole('button', { name: 'New text' }).click();
    const dialog = page.getByRole('dialog', { name: 'New text' });
    await dialog.getByText('People who reported, as a note').click();
    await dialog.getByRole('textbox', { name: 'Name for the team' }).fill('Please keep it');
    const text = dialog.getByRole('textbox', { name: /Text for the person/ });
    await text.fill('Suspended for {days} days, please keep the messages.');
    await dialog.getByText('No braces: nobody who reports').first().waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Save' }).isDisabled(), true);
    await text.fill('Please keep the messages.');
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const written = fixture.decisions.macros.find(({ title }) => title === 'Please keep it');
    assert.equal(written?.audience, 'reporter');
    await page.getByRole('article').filter({ hasText: 'Please keep it' }).getByText('as a note').waitFor();
    assert.deepEqual(fixture.violations, []);
  });
});

describe('related cases', () => {
  it('say which have a picture that looks the same', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimed(page);
    const related = page.locator('.related-panel');
    await related.getByText('1 case with a picture that looks the same').waitFor();
    await related.getByText(/· picture that looks the same/).waitFor();
  });
});
