import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Role } from '@wellhouse/protocol';
import { type Access, operations, Permission } from '@wellhouse/protocol';
import { rolePermissions } from '../fixture-data.ts';
import { openHouse } from './house.ts';

const house = openHouse();

const lists = ['Lists', 'Albums by region'];
const pagesOf: Record<Role, string[]> = {
  viewer: ['Queue', 'Policies', 'Texts', ...lists, 'Care'],
  reviewer: ['Queue', 'Policies', 'Texts', 'Appeals', 'Second reviews', ...lists, 'Care'],
  lead: [
    ...['Queue', 'Second person', 'Policies', 'Texts', 'Appeals', 'Second reviews', 'Calibration', ...lists],
    ...['Queues and calls', 'Misuse', 'Figures', 'Deliveries', 'Team', 'Audit log', 'Care'],
  ],
  admin: [...lists, 'Queues and calls', 'Figures', 'Deliveries', 'Team', 'Audit log'],
};

describe('what a role is offered', () => {
  for (const [role, pages] of Object.entries(pagesOf) as [Role, string[]][]) {
    it(`${role}: ${pages.join(', ')}`, async () => {
      const { page, fixture, faults } = await house.open({ role });
      const links = page.getByRole('navigation', { name: 'Pages' }).locator('.nav-text');
      await links.first().waitFor();
      assert.deepEqual(await links.allTextContents(), pages);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(fixture.violations, []);
      assert.ok(!fixture.calls.some((call) => call.staffId === null), 'nothing was asked for that needs no login');
      assert.deepEqual(faults, []);
    });
  }

  it('asks the server for nothing that a role may not have, on pages opened by address too', async () => {
    const { page, fixture } = await house.open({ role: 'viewer', path: '/audit' });
    for (const path of ['/audit', '/team', '/held', '/deliveries']) {
      await page.goto(fixture.url + path);
      await page.getByText('Your role does not open this page').waitFor();
    }
    const asked = new Set(fixture.calls.map((call) => call.id));
    const allowed: readonly Access[] = ['staff', ...rolePermissions.viewer];
    assert(asked.has('getMe'));
    assert.deepEqual(
      [...asked].filter((id) => !allowed.includes(operations[id].access)),
      [],
    );
  });

  it('shows a viewer the case, and neither evidence nor decision nor claim', async () => {
    const { page, fixture } = await house.open({ role: 'viewer' });
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().click();
    await page.getByText('Your role sees the case but not its messages.').waitFor();
    await page.getByText('Your role reads cases and decides none.').waitFor();
    for (const name of ['Claim', 'Open the evidence', 'Decide', 'Claim next']) {
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    }
    for (const key of ['c', 'e', 'n', 'm', 'd', '4', 'Control+Enter']) await page.keyboard.press(key);
    // That the case is open here is said to whoever else has it open; it changes nothing.
    const changed = fixture.calls.filter(({ id }) => !/^(get|list)/.test(id) && id !== 'keepCase');
    assert.deepEqual(changed, []);
  });

  it('lets a lead look at the team but not change it, and says why', async () => {
    const { page } = await house.open({ role: 'lead', path: '/team' });
    await page.getByText('Only an administrator adds people.').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Change/ }).count(), 0);
  });

  it('names permissions by what they allow where a role is made, with the code beside, and says which one may not give', async () => {
    const { page } = await house.open({ role: 'admin', path: '/team' });
    await page.getByRole('button', { name: 'Make a role' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a role' });
    const evidence = dialog
      .getByRole('group', { name: 'Cases and evidence' })
      .getByRole('checkbox', { name: 'Open evidence' });
    await evidence.waitFor();
    assert.equal(await dialog.getByRole('checkbox').count(), Permission.options.length);
    const row = dialog.locator('label').filter({ hasText: 'evidence.view' });
    assert.match(await row.innerText(), /^Open evidence evidence\.view\s+Reads reported messages and sees pictures/);
    await dialog.getByText('Open evidence').click();
    assert.equal(await evidence.isChecked(), true);
  });

  it('lets an administrator invite somebody by a link that is shown once, and lock an account', async () => {
    const { page, fixture, faults } = await house.open({ role: 'admin', path: '/team' });
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name', { exact: false }).fill('Sam Field');
    await page.getByLabel('E-mail address').fill('sam@safety.example');
    await page.getByRole('button', { name: 'Make a one-time link' }).click();
    // Not by its label alone: the button that makes the link is labelled by it too while the server answers.
    const link = await page.getByRole('textbox', { name: 'One-time link' }).inputValue();
    assert.match(link, /\/first-login#token=[\w-]{20,}$/);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Change Robin Vale' }).click();
    await page.getByRole('button', { name: 'Lock the account' }).click();
    await page
      .getByRole('row', { name: /Robin Vale/ })
      .getByText('Locked')
      .waitFor();
    assert.equal(fixture.staff.reviewer.active, false);
    await page.getByRole('button', { name: 'Change Adil Brandt' }).click();
    await page.getByText('You cannot lock your own account.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Lock the account' }).count(), 0);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('holds a ban for a second person, who cannot be its author', async () => {
    const { page, fixture } = await house.open({ role: 'lead' });
    await page.getByRole('button', { name: 'Claim next' }).click();
    await page.getByRole('heading', { name: /C-1042/ }).waitFor();
    await page.keyboard.press('6');
    await page.getByText('it takes effect once a second person has approved it', { exact: false }).waitFor();
    await page.getByRole('button', { name: /Policy/ }).click();
    await page.getByRole('option', { name: /Threats and violence/ }).click();
    await page.getByLabel('Why not what the policy proposes?').fill('It goes on after a suspension.');
    await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('Threats after a suspension for the same.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Waits for a second person, who must be someone else.').waitFor();
    await page.goto(`${fixture.url}/held`);
    await page.getByText('Your own decision: another person must answer it.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);

    await page.context().addCookies([fixture.cookieFor('other')]);
    await page.goto(`${fixture.url}/held`);
    await page.getByText('Threats after a suspension for the same.').waitFor();
    await page.getByText('To approve it, open the case and read its evidence first.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    assert.equal(await page.locator('.answer-form').count(), 0);

    await page.getByRole('link', { name: 'Open the case' }).click();
    await page.getByRole('heading', { name: /C-1042/ }).waitFor();
    await page.getByRole('button', { name: 'Open the evidence' }).click();
    await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('Asked to be its second person.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.conversation').first().waitFor();
    await page.goto(`${fixture.url}/held`);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.keyboard.type('Seen, and the second time.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('No decision waits').waitFor();
    assert.equal(fixture.cases[0]?.state, 'decided');
    assert.deepEqual(fixture.violations, []);
  });

  it('explains on merely asserted evidence which actions cannot be chosen', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.getByRole('link', { name: 'Grooming of a child' }).first().click();
    await page.getByRole('heading', { name: /C-1043/ }).waitFor();
    await page.keyboard.press('c');
    await page.getByText('Not possible: nothing here is proven, only asserted.').first().waitFor();
    const off = await page
      .locator('.ladder-step[data-disabled]')
      .evaluateAll((steps) => steps.map((step) => step.getAttribute('data-action-name')));
    assert.deepEqual(off, ['remove-message', 'limit', 'suspend', 'ban']);
    await page.keyboard.press('5');
    assert.equal(await page.locator('.ladder-step[data-selected]').count(), 0);
    assert.deepEqual(fixture.violations, []);
  });
});
