/** A case with more reports, people and words than a page shows well. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CaseReporter } from '@wellhouse/protocol';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();

it('with many reports tells of them in one fold of the timeline, says how many are shown, and folds who reported', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer', width: 390, height: 844 });
  const opened = fixture.pages.get(fixture.cases[0]?.caseId ?? '');
  assert.ok(opened !== undefined);
  const joined = opened.timeline.find(({ kind }) => kind === 'report-joined');
  assert.ok(joined !== undefined);
  opened.timeline.splice(1, 1, ...Array.from({ length: 200 }, () => joined));
  const shown = opened.reports.length;
  opened.summary.reportCount = 210;
  await page.route('**/v1/cases/*/people*', async (route) => {
    const answer = await route.fetch();
    const people = await answer.json();
    const first = CaseReporter.parse(people.reporters[0]);
    people.reporters = Array.from({ length: 50 }, (_, at) => ({
      ...first,
      accountId: `reporter-${at}@messenger.test`,
    }));
    people.reporterCount = 210;
    await route.fulfill({ response: answer, json: people });
  });
  await page.goto(`${fixture.url}/cases/${opened.summary.caseId}`);
  await page.locator('.timeline-panel').getByText('199 more reports joined').waitFor();
  assert.equal(await page.locator('.timeline > li').filter({ visible: true }).count(), 3);
  await page.locator('.reports-panel').getByText(`The newest ${shown} of 210 reports.`).waitFor();
  assert.equal(await page.locator('.reports-panel .count').innerText(), '210');
  const people = page.locator('.people-panel');
  const more = people.getByText('42 more people who reported');
  await more.waitFor();
  assert.equal(await people.locator('.person[data-role=reporter]').filter({ visible: true }).count(), 8);
  await more.focus();
  await page.keyboard.press('Enter');
  await people.getByText('reporter-49@messenger.test').waitFor();
  assert.equal(await people.locator('.person[data-role=reporter]').filter({ visible: true }).count(), 50);
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(faults, []);
});

it('with a message of 20,000 characters shows its beginning, and all of it when asked by key', async () => {
  const { page, faults } = await house.open({ role: 'reviewer' });
  await page.route('**/v1/evidence-views', async (route) => {
    const answer = await route.fetch();
    const view = await answer.json();
    const message = view.conversation.find((entry: { type: string }) => entry.type === 'message');
    message.parts = [{ type: 'text', index: 1, text: `${'word '.repeat(3_999)}last.` }];
    await route.fulfill({ response: answer, json: view });
  });
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.decide-form').waitFor();
  await page.keyboard.press('e');
  const whole = page.getByRole('button', { name: 'Show all 20,000 characters' });
  await whole.waitFor();
  const height = () => page.locator('.long-text-shown').evaluate((element) => element.clientHeight);
  const folded = await height();
  await whole.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show the beginning alone' }).waitFor();
  assert.ok((await height()) > folded * 3, 'all of it');
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    'Show the beginning alone',
    'and the focus stays',
  );
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(faults, []);
});
