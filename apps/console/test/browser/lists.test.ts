import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerListChange, CreateList, ProposeListChange } from '@wellhouse/protocol';
import { openHouse } from './house.ts';

const house = openHouse();

describe('lists of known pictures', () => {
  it('shows every list with what waits, what matched and what keeps a sync from ending well', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/lists' });
    const row = (title: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name: title }) });
    await row('NCMEC, industry').getByText('8,412,306').waitFor();
    await row('NCMEC, industry').getByText('2 set aside').waitFor();
    await row('NCMEC, industry').getByText('Other settings wait').waitFor();
    await row('StopNCII.org').getByText('12 would have been held').waitFor();
    await row('Terrorist content').getByText('A large loss waits').waitFor();
    await row('ThreatExchange').getByText('The source does not accept the credentials.').waitFor();
    await row('Pilot of 2025').getByText('Withdrawn', { exact: true }).waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('2 changes to lists wait for you').waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('goes from proposal to activation by keyboard, through two people who are not the same one', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/lists' });
    await page.getByRole('link', { name: 'StopNCII.org' }).waitFor();
    for (let step = 0; step < 5; step++) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('It would have held 12 pictures in 7 days').waitFor();
    await page.keyboard.press('p');
    await page.getByRole('dialog', { name: 'Propose activation' }).waitFor();
    await page.keyboard.type('A week of counts; we looked at all twelve.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('You asked for this: another person must answer it.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0, 'its author is offered no answer');
    assert.ok(await page.getByRole('button', { name: 'Propose activation' }).isDisabled());
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    assert.equal(await page.locator('.answer-form').count(), 0, 'and no key answers for them');
    assert.deepEqual(ProposeListChange.parse(fixture.calls.find(({ id }) => id === 'proposeListChange')?.body), {
      kind: 'activate',
      reason: 'A week of counts; we looked at all twelve.',
    });

    await page.context().addCookies([fixture.cookieFor('other')]);
    await page.goto(`${fixture.url}/lists/stopncii`);
    await page.getByText('A week of counts; we looked at all twelve.').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.keyboard.type('Seen the same; n e w are words here.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.list-head').getByText('Active', { exact: true }).waitFor();
    await page.locator('.versions').getByText('Made active').waitFor();
    assert.equal(fixture.lists.lists.find(({ listId }) => listId === 'stopncii')?.state, 'active');
    assert.equal(await page.getByText('It would have held').count(), 0);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('keeps the reason where somebody else has answered first', async () => {
    const { page, fixture } = await house.open({ role: 'other', path: '/lists/ncmec-industry' });
    await page.locator('.diff').waitFor();
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByLabel('Why do you refuse?').fill('Two sources would leave out too much.');
    fixture.refuseNext('answerListChange', 'change-closed');
    await page.locator('.answer-form').getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('This change does not wait any more.').waitFor();
    assert.equal(await page.getByLabel('Why do you refuse?').inputValue(), 'Two sources would leave out too much.');
  });

  it('shows a loss from how many to how many, and asks two people to agree to what a sync found', async () => {
    const { page, fixture } = await house.open({ role: 'other', path: '/lists/terror-content' });
    const change = page.locator('.change');
    await change.getByText('From 48,210 entries to 9,031 entries').waitFor();
    await change.getByText('-81%').waitFor();
    await change.getByRole('button', { name: 'Approve' }).click();
    await page.getByLabel('Why do you approve?').fill('Their notice of 26 November announces it.');
    await page.keyboard.press('Control+Enter');
    await change.getByText('You have agreed already: another person must agree too.').waitFor();
    assert.equal(await change.getByRole('button').count(), 0);

    await page.context().addCookies([fixture.cookieFor('lead')]);
    await page.goto(`${fixture.url}/lists/terror-content`);
    await change.getByText('Their notice of 26 November announces it.').waitFor();
    await change.getByRole('button', { name: 'Approve' }).click();
    await page.getByLabel('Why do you approve?').fill('Read the notice as well.');
    await page.keyboard.press('Control+Enter');
    await change.waitFor({ state: 'detached' });
    const answers = fixture.calls.filter(({ id }) => id === 'answerListChange');
    assert.deepEqual(
      answers.map(({ body, staffId }) => [AnswerListChange.parse(body).answer, staffId]),
      [
        ['approve', fixture.staff.other.staffId],
        ['approve', fixture.staff.lead.staffId],
      ],
    );
    assert.deepEqual(fixture.violations, []);
  });

  it('releases an entry that was set aside and rules another out, each with its reason', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/lists/ncmec-industry' });
    const entries = page.locator('.quarantine > li');
    await entries.first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('It never matches again, even if its source gives it anew.').waitFor();
    await page.keyboard.type('A plain gradient.');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.querySelectorAll('.quarantine > li').length === 1);
    await entries.getByRole('button', { name: 'Release' }).click();
    await page.getByLabel('Why is this entry right?').fill('One account sent it 109 times, edited.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.quarantine').waitFor({ state: 'detached' });
    const asked = fixture.calls.filter(({ id }) => id === 'answerQuarantinedEntry');
    assert.deepEqual(
      asked.map(({ params, body }) => [params.entryId, body]),
      [
        ['71882', { answer: 'exclude', reason: 'A plain gradient.' }],
        ['71904', { answer: 'release', reason: 'One account sent it 109 times, edited.' }],
      ],
    );
    await page.locator('.versions').getByText('Entry ruled out').first().waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('proposes other settings, and shows the second person what differs', async () => {
    const { page, fixture } = await house.open({ role: 'admin', path: '/lists/own-draft' });
    await page.locator('.note-box').getByText('It cannot become active yet: it names no legal basis').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Add a region' }).click();
    await page.getByLabel('Region', { exact: true }).fill('gb');
    await page.getByText('United Kingdom').waitFor();
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    await page.getByText('Each row needs a region such as GB').waitFor();
    await page.getByText('Say why.').waitFor();
    await page.getByLabel('Legal basis', { exact: true }).fill('Online Safety Act 2023, part 3');
    await page.getByLabel('Where it may be used').fill('shared-album');
    await page.getByLabel('Why do you propose this?').fill('Counsel agreed.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.diff').getByText('Nowhere').waitFor();
    await page.getByText('You asked for this: another person must answer it.').waitFor();

    await page.context().addCookies([fixture.cookieFor('lead')]);
    await page.goto(`${fixture.url}/lists/own-draft`);
    const fields = page.locator('.diff-field h3');
    await fields.first().waitFor();
    assert.deepEqual(await fields.allTextContents(), ['Legal basis by region', 'Where it may be used']);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByLabel('Why do you approve?').fill('As counsel said.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.sheet').getByText('Online Safety Act 2023, part 3').waitFor();
    assert.deepEqual(fixture.violations, []);
  });

  it('adds a list, in shadow, under a name that follows its title', async () => {
    const { page, fixture, faults } = await house.open({ role: 'admin', path: '/lists' });
    await page.getByRole('link', { name: 'StopNCII.org' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Add a list' }).waitFor();
    await page.getByRole('button', { name: 'Add in shadow' }).click();
    await page.getByText('Name the connection.').waitFor();
    assert.ok(!fixture.calls.some(({ id }) => id === 'createList'), 'nothing is sent before it is complete');
    await page.getByRole('button', { name: /Source/ }).click();
    await page.getByRole('option', { name: 'StopNCII' }).click();
    await page.locator('.select-value').getByText('Intimate images without consent').waitFor();
    await page.getByLabel('Connection').fill('stopncii-test');
    await page.getByLabel('Title').fill('StopNCII, trial');
    await page.getByLabel('Purpose').fill('Find out how often it would match.');
    await page.getByLabel('Agreement').fill('Agreement of 1 November, file L-120');
    await page.getByLabel('Region', { exact: true }).fill('NZ');
    await page.getByLabel('Legal basis', { exact: true }).fill('Harmful Digital Communications Act 2015');
    assert.equal(await page.getByLabel('Name in addresses and logs').inputValue(), 'stopncii-trial');
    await page.getByRole('button', { name: 'Add in shadow' }).click();
    await page.getByText('It would have held nothing in 7 days').waitFor();
    assert.equal(new URL(page.url()).pathname, '/lists/stopncii-trial');
    const sent = CreateList.parse(fixture.calls.find(({ id }) => id === 'createList')?.body);
    assert.equal(sent.settings.category, 'adult.ncii');
    assert.deepEqual(sent.settings.legalBasis, { NZ: 'Harmful Digital Communications Act 2015' });
    await page.keyboard.press('s');
    await page.getByText('A sync was asked for').waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('says that files are imported on the server, and offers no sync of them', async () => {
    const { page, fixture } = await house.open({ role: 'lead', path: '/lists/own-confirmed' });
    await page.getByText('This list comes from files').first().waitFor();
    assert.ok(await page.getByRole('button', { name: 'Sync now' }).isDisabled());
    await page.keyboard.press('s');
    assert.ok(!fixture.calls.some(({ id }) => id === 'requestListSync'));
  });

  it('shows a reviewer everything and lets them change nothing', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer', path: '/lists/ncmec-industry' });
    await page.getByText('Your role reads lists and cannot change them.').waitFor();
    await page.locator('.quarantine').getByText('Your role does not answer this.').first().waitFor();
    for (const name of ['Propose other settings', 'Propose withdrawal', 'Approve', 'Refuse', 'Release', 'Sync now']) {
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    }
    for (const key of ['j', 'a', 'x', 'p', 'e', 'w', 's']) await page.keyboard.press(key);
    await page.goto(`${fixture.url}/lists?add=true`);
    await page.getByText('Your role does not open this page').waitFor();
    assert.deepEqual(
      fixture.calls.map(({ id }) => id).filter((id) => !id.startsWith('get') && !id.startsWith('list')),
      [],
    );
  });

  it('finds what can be done with a list in the palette and among the keys', async () => {
    const { page } = await house.open({ role: 'lead', path: '/lists/stopncii' });
    await page.locator('.sheet').waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys on this page' });
    await help.getByRole('heading', { name: 'Lists and regions' }).waitFor();
    await help.getByText('Propose withdrawal').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('albums by');
    await page.getByRole('option', { name: 'Go to: Albums by region' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Albums by region' }).waitFor();
  });
});
