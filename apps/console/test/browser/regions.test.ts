import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProposeAlbumRegion } from '@wellhouse/protocol';
import { openHouse } from './house.ts';

const house = openHouse();

describe('albums by region', () => {
  it('says for each region whether pictures are checked, and why the EU is off', async () => {
    const { page, fixture, faults } = await house.open({ role: 'viewer', path: '/regions' });
    const region = (code: string) => page.locator(`[data-item="${code}"]`);
    await region('EU').getByText('Not checked').waitFor();
    await region('EU').getByText('Regulation (EU) 2021/1232').waitFor();
    await region('EU').getByText('expired on 3 April 2026', { exact: false }).waitFor();
    await region('DE')
      .getByText('European Union is switched off, and this region lies in it', { exact: false })
      .waitFor();
    await region('GB').getByText('Checked', { exact: true }).waitFor();
    await region('ZZ').getByRole('heading', { name: 'Rehearsals' }).waitFor();
    await page.getByText('Your role reads this and cannot switch a region.').waitFor();
    assert.equal(await page.getByRole('button', { name: /switch|approve|another region/i }).count(), 0);
    for (const key of ['j', 't', 'a', 'x', 'n']) await page.keyboard.press(key);
    assert.deepEqual(
      fixture.calls.map(({ id }) => id).filter((id) => !id.startsWith('get') && !id.startsWith('list')),
      [],
    );
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('switches one on with a legal basis and a second person, who is not the first', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/regions' });
    const eu = page.locator('[data-item="EU"]');
    await eu.waitFor();
    for (let step = 0; step < 3; step++) await page.keyboard.press('j');
    await page.keyboard.press('t');
    await eu.getByLabel('Legal basis').waitFor();
    await page.keyboard.type('Consent of all members, as counsel wrote on 26 November');
    await eu.getByLabel('Why should it be on?').fill('The derogation was adopted anew.');
    await page.keyboard.press('Control+Enter');
    await eu.getByText('You asked for this: another person must answer it.').waitFor();
    assert.equal(await eu.getByRole('button', { name: 'Approve' }).count(), 0);
    assert.deepEqual(ProposeAlbumRegion.parse(fixture.calls.find(({ id }) => id === 'proposeAlbumRegion')?.body), {
      state: 'on',
      legalBasis: 'Consent of all members, as counsel wrote on 26 November',
      reason: 'The derogation was adopted anew.',
    });

    await page.context().addCookies([fixture.cookieFor('other')]);
    await page.goto(`${fixture.url}/regions`);
    await page.getByRole('navigation', { name: 'Pages' }).getByText('2 regions wait for you').waitFor();
    await eu.getByText('The derogation was adopted anew.').waitFor();
    for (let step = 0; step < 3; step++) await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.keyboard.type('Read the answer of counsel.');
    await page.keyboard.press('Control+Enter');
    await eu.getByText('On ·', { exact: false }).waitFor();
    assert.equal(fixture.lists.regions.find(({ region }) => region === 'EU')?.switch?.state, 'on');
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('switches one off at once, on one word, with a reason', async () => {
    const { page, fixture } = await house.open({ role: 'admin', path: '/regions' });
    const uk = page.locator('[data-item="GB"]');
    await uk.getByRole('button', { name: 'Switch off' }).click();
    await uk.getByText('Takes effect at once', { exact: false }).waitFor();
    assert.ok(await uk.locator('button[type=submit]').isDisabled(), 'not without a reason');
    await uk.getByLabel('Why should it be off?').fill('A wrong entry floods the albums.');
    await page.keyboard.press('Control+Enter');
    await uk.getByText('Not checked').waitFor();
    await uk.getByText('A wrong entry floods the albums.').waitFor();
    assert.deepEqual(fixture.violations, []);
  });

  it('says before it is asked that a region stays unchecked while a larger one is off', async () => {
    const { page } = await house.open({ role: 'lead', path: '/regions' });
    const germany = page.locator('[data-item="DE"]');
    await germany.getByRole('button', { name: 'Ask to switch on' }).click();
    await germany.getByText('It stays unchecked for as long as European Union is switched off.').waitFor();
  });

  it('leaves the waiting change to another role', async () => {
    const { page } = await house.open({ role: 'admin', path: '/regions' });
    const australia = page.locator('[data-item="AU"]');
    await australia.getByText('Your role does not answer this.').waitFor();
    assert.equal(await australia.getByRole('button').count(), 0);
  });

  it('takes a region that nothing names yet', async () => {
    const { page, fixture } = await house.open({ role: 'lead', path: '/regions' });
    await page.locator('[data-item="GB"]').waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'Another region' });
    await dialog.getByLabel('Region').fill('gb');
    await dialog.getByText('This region stands in the list already.').waitFor();
    await dialog.getByLabel('Region').fill('ca-qc');
    await dialog.getByText('Canada (QC)').waitFor();
    await dialog.getByText('Off', { exact: true }).click();
    await dialog.getByLabel('Why should it be off?').fill('Law 25 is being read by counsel.');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-item="CA-QC"]').getByText('Law 25 is being read by counsel.').waitFor();
    assert.deepEqual(fixture.violations, []);
  });

  it('says the reason for the EU in the language of the person, from right to left too', async () => {
    const { page } = await house.open({ role: 'lead', path: '/regions', locale: 'ar' });
    const eu = page.locator('[data-item="EU"]');
    await eu.getByText('3 أبريل 2026', { exact: false }).waitFor();
    assert.equal(await eu.getByText('expired').count(), 0);
  });
});
