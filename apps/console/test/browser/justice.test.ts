/** Misuse of reports and appeals, appeals against pauses, and policies that end, in a browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fixture } from '../fixture-server.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const callsOf = (fixture: Fixture, id: string) => fixture.calls.filter((call) => call.id === id);

describe('misuse', () => {
  it('of reports is marked in a case that was decided without action: which, how grave, meant how, and why', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer', path: '/' });
    const chosen = [...fixture.pages.values()].find((one) => one.reports.length > 0);
    const base = fixture.appeals.pages[1]?.summary.decision;
    if (chosen === undefined || base === undefined) throw new Error('find a case with reports');
    chosen.summary = { ...chosen.summary, state: 'decided', claim: null };
    chosen.decisions = [{ ...base, caseId: chosen.summary.caseId, action: 'no-action', policy: null }];
    const [report] = chosen.reports;
    await page.goto(new URL(`/cases/${chosen.summary.caseId}`, page.url()).href);
    const panel = page.locator('section', { has: page.locator('#unfounded-title') });
    await panel.getByRole('button', { name: 'Mark reports as unfounded' }).click();
    const send = panel.getByRole('button', { name: 'Mark', exact: true });
    await panel.getByRole('textbox').fill('An ordinary greeting.');
    assert.equal(await send.isDisabled(), true, 'no report is chosen yet');
    await panel.getByText(report?.reference ?? '').click();
    await panel.getByText('Grave', { exact: true }).click();
    await panel.getByText('Meant to harm', { exact: true }).click();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Tab');
    await panel.getByRole('textbox').focus();
    await page.keyboard.press('Control+Enter');
    await panel.getByRole('button', { name: 'Mark reports as unfounded' }).waitFor();
    assert.deepEqual(callsOf(fixture, 'markUnfounded')[0]?.body, {
      reportIds: [report?.reportId],
      gravity: 'grave',
      intention: 'deliberate',
      reason: 'An ordinary greeting.',
    });
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('that was punished is appealed against: read with the four criteria, answered by keyboard, never by who took the measure', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/appeals' });
    await page.getByText('You took this measure.').waitFor();
    await page.getByRole('link', { name: 'A-3D8F-51KW' }).click();
    await page.getByText('Dos de ellas eran ciertas.').waitFor();
    assert.equal(await page.locator('.misuse-figures').count(), 2, 'as they were, and as they are');
    await page.getByText('An ordinary greeting.').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Choose an outcome.').waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('w');
    await page.keyboard.type('Dos de las denuncias eran ciertas.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.heard').waitFor();
    assert.deepEqual(callsOf(fixture, 'decideMeasureHearing')[0]?.body, {
      outcome: 'overturn',
      reason: 'Dos de las denuncias eran ciertas.',
    });
    await page.keyboard.press('u');
    await page.getByRole('link', { name: 'A-60CN-9RTB' }).click();
    await page.getByText('Dos de ellas eran ciertas.').waitFor();
    assert.equal(await page.locator('.hearing-form').count(), 0);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });
});

describe('policies', () => {
  it('end by keyboard, from a day on and with a reason, as the first of two people', async () => {
    const { page, fixture, faults } = await house.open({ role: 'lead', path: '/policies' });
    await page.locator('.policy').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+E');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('From then on nothing is decided under it.').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByLabel('Ends on').fill('2027-01-01T08:00');
    await dialog.getByRole('textbox').last().fill('Nobody has used it for a year.');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    const [sent] = callsOf(fixture, 'proposePolicyEnd');
    assert.deepEqual(sent?.body, {
      effectiveFrom: new Date('2027-01-01T08:00').toISOString(),
      changeNote: 'Nobody has used it for a year.',
    });
    await page.getByText(/proposes that it ends on/).waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });
});
