import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Fixture } from '../fixture-server.ts';
import { openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();
const callsOf = (fixture: Fixture, id: string) => fixture.calls.filter((call) => call.id === id);

/** Once this page has been answered there. */
const asked = (page: Page, path: string) =>
  page.waitForFunction((end) => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(end)), path);

describe('who has a case', () => {
  it('hands it to a named colleague by keyboard, with a note; those who cannot are not offered, and it says why', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.decide-form').waitFor();
    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByText('One colleague cannot').click();
    await dialog.getByText('lacks a skill of this queue', { exact: false }).waitFor();
    await dialog.locator('.select-button').click();
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await page.getByRole('option').allTextContents(), ['Lena OrtizHere now']);
    await page.getByRole('option').first().click();
    await dialog.getByLabel('Note').fill('You know the family.');
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await page.getByText('Handed over.').waitFor();
    await page.locator('.holder', { hasText: 'Lena Ortiz holds it' }).waitFor();
    const [call] = callsOf(fixture, 'handOverCase');
    assert.deepEqual(call?.body, { staffId: fixture.staff.lead.staffId, note: 'You know the family.' });

    await page.context().addCookies([fixture.cookieFor('lead')]);
    await page.goto(`${fixture.url}/queue`);
    await page.getByRole('heading', { name: 'For you' }).waitFor();
    await page.getByText('Robin Vale handed this to you').waitFor();
    await page.getByText('You know the family.').waitFor();
    await page.getByRole('button', { name: /^Done C-/ }).click();
    await page.getByText('You know the family.').waitFor({ state: 'detached' });
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('asks any lead for help, who is told on whatever page they are', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/lists' });
    await page.locator('.lists-table').waitFor();
    // What is news is told by what was there before.
    await asked(page, '/v1/desk');
    const [first] = fixture.cases;
    assert.ok(first);
    const reviewer = await page.context().browser()?.newContext();
    assert.ok(reviewer);
    await reviewer.addCookies([fixture.cookieFor('reviewer')]);
    const other = await reviewer.newPage();
    await other.goto(`${fixture.url}/cases/${first.caseId}`);
    await other.locator('.case-head').waitFor();
    await other.keyboard.press('Shift+H');
    const dialog = other.getByRole('dialog');
    await dialog.locator('textarea').fill('Is this slang?');
    await dialog.locator('button[type=submit]').click();
    await other.getByText('Asked for help.').waitFor();
    await page.getByText(`Robin Vale asks for help with ${first.number}.`).waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('One case was handed to you').waitFor();
    await reviewer.close();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('shows who else has it open, says so to the server, and says goodbye; a reload gives nothing back', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    const { staffId, name } = fixture.staff.other;
    for (const { caseId } of fixture.cases) fixture.queues.viewers.set(caseId, [{ staffId, name }]);
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('n');
    await page.getByText(`${name} looks at it too`).waitFor();
    const presences = () => callsOf(fixture, 'keepCase').map(({ body }) => JSON.stringify(body));
    assert.deepEqual([...new Set(presences())], ['{"presence":"here"}']);
    await page.reload();
    await page.getByText('You hold it').waitFor();
    await until('the page that goes says goodbye', () => presences().includes('{"presence":"leaving"}'));
    assert.equal(callsOf(fixture, 'releaseCase').length, 0);
    await page.keyboard.press('u');
    await page.locator('[data-case]').first().waitFor();
    await until('another page of the console gives it back', () => callsOf(fixture, 'releaseCase').length > 0);
    assert.equal(callsOf(fixture, 'releaseCase').length, 1);
  });

  it('shows each clock, and names a law’s', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.locator('.case-row-link', { hasText: 'Intimate image' }).first().click();
    const clocks = page.getByRole('list', { name: 'Clocks' });
    await clocks.getByText('TAKE IT DOWN Act, 48 h').waitFor();
    assert.equal(await clocks.getByRole('listitem').count(), 3);
    await clocks.getByText('in time').waitFor();
  });
});

describe('queues and calls', () => {
  it('shows what a change moves before it is saved with a reason, and warns of a queue that nobody can work in', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/queues' });
    await page.getByText('Nobody has these skills', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Change Children first' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('7 cases move from Children to Main').waitFor();
    assert.equal(callsOf(fixture, 'changeQueuePlan').length, 0);
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Save this version' });
    await dialog.getByText('7 cases move from Children to Main').waitFor();
    await dialog.getByLabel('Why').fill('Mia is on leave.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('The queues were changed.', { exact: false }).waitFor();
    await page.getByRole('heading', { name: 'Version 4' }).waitFor();
    const [call] = callsOf(fixture, 'changeQueuePlan');
    assert.deepEqual(
      [Reflect.get(Object(call?.body), 'baseVersion'), Reflect.get(Object(call?.body), 'why')],
      [3, 'Mia is on leave.'],
    );
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('makes a queue and a rule by keyboard', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/queues' });
    await page.locator('.plan-item').first().waitFor();
    await page.keyboard.press('a');
    await page.keyboard.type('Deutsch');
    await page.getByRole('textbox', { name: 'Skills' }).fill('german, Hate Speech');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Deutsch deutsch' }).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('Hate in German');
    await page.getByLabel('Kinds of abuse').fill('hate');
    await page.getByLabel('Languages').fill('de, not a language');
    await page.getByText('This cannot be read.').waitFor();
    await page.getByLabel('Languages').fill('de');
    await page.getByRole('dialog').locator('.select-button').click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take into draft' }).click();
    await page.keyboard.press('s');
    await page.getByLabel('Why').fill('Two of us speak German.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Version 4' }).waitFor();
    const { plan } = fixture.queues.view;
    assert.deepEqual(plan.queues.at(-1), {
      queueId: 'deutsch',
      name: 'Deutsch',
      description: '',
      skills: ['german', 'hate speech'],
    });
    assert.deepEqual(plan.rules.at(-1), {
      name: 'Hate in German',
      kinds: ['hate'],
      languages: ['de'],
      regions: null,
      surfaces: null,
      minPriority: null,
      exposure: null,
      queueId: 'deutsch',
    });
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('says which calls fail and who is on duty, puts somebody on duty, and says what members can do', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/queues' });
    await page.getByText('One call does not get through').waitFor();
    await page.keyboard.press('3');
    await page.getByText('no connection (ECONNREFUSED)').waitFor();
    await page.getByText('Lena Ortiz is on duty and would be called.').waitFor();
    await page.keyboard.press('d');
    await page.getByRole('dialog').locator('.select-button').click();
    await page.getByRole('option', { name: 'Robin Vale' }).click();
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('heading', { name: 'Robin Vale' }).waitFor();
    await page.keyboard.press('2');
    await page.getByRole('button', { name: 'Change Kim Sommer' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Skills' }).fill('español, hate speech');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(fixture.queues.view.members.at(-1)?.skills, ['español', 'hate speech']);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('shows one queue, and what skills it asks for, in the queue screen', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('q');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Children' }).click();
    await page.waitForURL(/queue=children/);
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('.case-row-link')];
      return rows.length > 0 && rows.every(({ textContent }) => textContent?.includes('Grooming'));
    });
    assert.ok(callsOf(fixture, 'listCases').length > 1);
  });
});

describe('what nobody there may take', () => {
  it('stands above everything on the page of queues, with kind, queue, count and time, and names no person', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/' });
    const since = new Date().toISOString();
    fixture.queues.paging.untaken = [
      { queueId: 'children', category: 'child.grooming', region: null, since, waiting: 3, dueAt: since },
      { queueId: 'main', category: 'terror.content', region: 'DE', since, waiting: 1, dueAt: since },
    ];
    await page.goto(`${fixture.url}/queues`);
    const note = page.locator('.note-box', { hasText: '2 kinds of case wait that nobody there may take' });
    await note.getByText('Grooming', { exact: false }).waitFor();
    assert.match(
      (await note.innerText()).replaceAll('\n', ' '),
      /in Children: 3 cases, the first due .* in Main, region DE: one case/,
    );
    for (const { name } of [fixture.staff.reviewer, fixture.staff.other]) {
      assert.ok(!(await note.innerText()).includes(name));
    }
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('the language that somebody reads in is kept for calls, once, and again when they change it', async () => {
    const { page, fixture } = await house.open({ role: 'lead', path: '/queues' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const kept = () => callsOf(fixture, 'putPreferences').map(({ body }) => body);
    await asked(page, '/v1/preferences');
    await page.waitForTimeout(300);
    assert.deepEqual(kept(), [], 'it is known already');
    await page.evaluate(() => localStorage.setItem('wellhouse.console.preferences', JSON.stringify({ locale: 'de' })));
    await page.reload();
    await page.waitForFunction(() => document.documentElement.lang === 'de');
    await until('it is kept', () => kept().length > 0);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await asked(page, '/v1/preferences');
    await page.waitForTimeout(300);
    assert.deepEqual(kept(), [{ preferences: { locale: 'de' } }]);
  });
});
