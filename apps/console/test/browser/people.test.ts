import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DecisionView, operations } from '@wellhouse/protocol';
import type { Page } from 'playwright-core';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();

async function claimNext(page: Page): Promise<void> {
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.decide-form').waitFor();
}
const openEvidence = async (page: Page): Promise<void> => {
  await page.keyboard.press('e');
  await page.locator('.conversation').waitFor();
};
const ticked = (page: Page): Promise<string[]> =>
  page
    .locator('.rests-one[data-selected]')
    .evaluateAll((all) => all.map((one) => one.querySelector('.rests-what')?.textContent ?? ''));

describe('the people of a case', () => {
  it('says of each reporter what their word weighs, and hints at misuse and at somebody who is pursued', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    const people = page.locator('.people-panel');
    await people.locator('.person').nth(2).waitFor();
    const [subject, first, second] = await people.locator('.person').allInnerTexts();
    assert.match(subject ?? '', /Whom it is about[\s\S]*1 other case about them · 1 led to action · 1 strike in force/);
    assert.match(first ?? '', /12 reports upheld, 1 not · weighs more than one voice/);
    assert.match(first ?? '', /5 times in 4 cases: 3 upheld, 0 not[\s\S]*may be pursued/);
    assert.match(second ?? '', /weighs little · 2 manifestly unfounded/);
    assert.match(second ?? '', /7 times in 7 cases: 0 upheld, 6 not[\s\S]*reporting itself is the harassment/);
    assert.match(second ?? '', /Was reported by this person before, in 1 case/);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('names who else wrote only while the evidence is open, and leads into their other cases by keyboard', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    const people = page.locator('.people-panel');
    await people.locator('.people-closed').waitFor();
    assert.equal(await people.getByText('Also wrote').count(), 0);
    await openEvidence(page);
    await people.getByText('Also wrote').waitFor();
    const asked = fixture.calls.filter(({ id }) => id === 'getCasePeople');
    assert.ok(asked.length >= 2);
    await page.keyboard.press('e');
    await people.locator('.people-closed').waitFor();

    await page.keyboard.press('Shift+P');
    assert.ok(await people.evaluate((panel) => panel === document.activeElement));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    assert.match(href ?? '', /^\/cases\//);
    assert.deepEqual(faults, []);
  });
});

describe('what a decision rests on', () => {
  it('is all that was reported until the reviewer unticks by key, and stands in the decision by number', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await page.locator('.rests').getByText('Open the evidence to choose').waitFor();
    await openEvidence(page);
    assert.deepEqual(await ticked(page), ['Message 3', 'Message 4']);
    const reported = page.locator('[data-entry]:has([data-role="reported"])');
    await reported.nth(1).focus();
    await page.keyboard.press('s');
    assert.deepEqual(await ticked(page), ['Message 3']);
    await page.keyboard.press('e');
    assert.deepEqual(await ticked(page), ['Message 3'], 'known when the evidence is closed again');
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('t');
    await page.keyboard.press('w');
    await page.keyboard.type('You threatened to hurt another person.');
    await page.keyboard.press('Control+Enter');
    const card = page.locator('.decision .rests-on');
    await card.waitFor();
    assert.match(await card.innerText(), /^Message 3\s+verified$/i);
    const sent = fixture.calls.find(({ id }) => id === 'makeDecision');
    const body = operations.makeDecision.body.parse(sent?.body);
    assert.equal(body.restsOn?.length, 1);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('is asked for when nothing is ticked, and survives a reload', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await openEvidence(page);
    for (const name of ['Message 3', 'Message 4']) await page.locator('.rests-one', { hasText: name }).click();
    await page.keyboard.press('t');
    await page.locator('.decide-form textarea').fill('You threatened to hurt another person.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.rests .field-error').waitFor();
    assert.equal(fixture.calls.filter(({ id }) => id === 'makeDecision').length, 0);
    await page.locator('.rests-one', { hasText: 'Message 4' }).click();
    await page.locator('.rests .field-error').waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.rests').getByText('1 thing was chosen').waitFor();
    await openEvidence(page);
    assert.deepEqual(await ticked(page), ['Message 4']);
    assert.deepEqual(faults, []);
  });

  it('says that it rests on words alone where nothing ticked is proven, and offers no action that would hurt', async () => {
    const { page, faults } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.locator('.case-row-link').nth(1).click();
    await page.locator('.case-head').waitFor();
    await page.keyboard.press('c');
    await page.locator('.decide-form').waitFor();
    await openEvidence(page);
    await page.locator('.rests-words').waitFor();
    assert.ok(await page.locator('[data-action-name="suspend"] input').isDisabled());
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(faults, []);
  });
});

describe('the timeline', () => {
  for (const { locale, report, viewed, decided } of [
    { locale: 'en', report: /^Report \S+ came in\.$/, viewed: 'Review', decided: /under “Threats/ },
    { locale: 'de', report: /^Meldung \S+ ist eingegangen\.$/, viewed: 'Prüfung', decided: /nach „/ },
    { locale: 'ar', report: /^وصل البلاغ \S+\.$/, viewed: '', decided: /بموجب/ },
  ] as const) {
    it(`is in the reader’s language, with what people wrote as they wrote it: ${locale}`, async () => {
      const { page, fixture, faults } = await house.open({ role: 'reviewer', locale });
      await claimNext(page);
      await openEvidence(page);
      await page.keyboard.press('t');
      await page.locator('.decide-form textarea').fill('You threatened to hurt another person.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.timeline [data-kind="decided"]').waitFor();
      const wordsOf = async (kind: string): Promise<string> =>
        (await page.locator(`.timeline [data-kind="${kind}"] p.muted`).first().innerText()).replaceAll(
          /[\u2068\u2069]/g,
          '',
        );
      assert.equal((await wordsOf('opened')) === fixture.cases[0]?.categoryLabel, locale === 'en');
      assert.match(await wordsOf('report-joined'), report);
      assert.ok((await wordsOf('viewed')).includes(viewed));
      assert.match(await wordsOf('decided'), decided);
      assert.match(await wordsOf('note'), /^Same wording as in C-0871/);
      const made: DecisionView | undefined = fixture.pages.get(fixture.cases[0]?.caseId ?? '')?.decisions[0];
      assert.ok((await wordsOf('decided')).includes(made?.reference ?? 'none'));
      assert.deepEqual(fixture.violations, []);
      assert.deepEqual(faults, []);
    });
  }
});
