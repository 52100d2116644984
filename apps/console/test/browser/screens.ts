import type { Page } from 'playwright-core';
import { mentionOf } from '../fixture-queues.ts';
import type { Fixture } from '../fixture-server.ts';
import type { OpenOptions } from './browser.ts';

/** One state of the console to look at. */
export interface Screen {
  name: string;
  open: OpenOptions;
  ready: string;
  prepare?: (page: Page, fixture: Fixture) => Promise<void>;
}

const openCase = async (page: Page): Promise<void> => {
  await page.keyboard.press('n');
  await page.locator('.case-head').waitFor();
  await page.locator('.decide-form').waitFor();
};

/** A colleague has handed a case to the reviewer, and another asks for help. */
const turnTo = ({ cases, staff, queues }: Fixture): void => {
  const [first, second] = cases;
  if (first === undefined || second === undefined) return;
  const keptUntil = new Date(Date.now() + 600_000).toISOString();
  const note = 'He writes about the school on Elm Street; you know the school.';
  first.claim = { staffId: staff.reviewer.staffId, name: staff.reviewer.name, expiresAt: keptUntil };
  queues.mentions.push(
    { to: staff.reviewer.staffId, mention: mentionOf(first, staff.other, { kind: 'handed-over', note, keptUntil }) },
    { to: staff.reviewer.staffId, mention: mentionOf(second, staff.lead, { kind: 'help', note: 'Is this slang?' }) },
  );
};

/** Every screen, and what opens on it. */
export const screens: readonly Screen[] = [
  { name: 'login', open: { path: '/login' }, ready: '.front-card form' },
  { name: 'first-login', open: { path: `/first-login#token=${'t'.repeat(32)}` }, ready: '.front-card form' },
  { name: 'queue', open: { role: 'reviewer' }, ready: '[data-case]' },
  {
    name: 'case-closed',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.locator('.case-row-link').first().click();
      await page.locator('.evidence-closed').waitFor();
      await page.locator('.notes-panel textarea').first().waitFor();
    },
  },
  {
    name: 'case-open',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await openCase(page);
      await page.keyboard.press('e');
      await page.locator('.conversation').waitFor();
      await page.keyboard.press('4');
      await page.locator('.days').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('.field-error').first().waitFor();
    },
  },
  {
    name: 'case-asserted',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.locator('.case-row-link').nth(1).click();
      await page.locator('.case-head').waitFor();
      await page.keyboard.press('c');
      await page.locator('.decide-form').waitFor();
      await page.keyboard.press('e');
      await page.locator('.conversation').waitFor();
    },
  },
  {
    name: 'case-matched',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.locator('.case-row-link').nth(4).focus();
      await page.keyboard.press('Enter');
      await page.locator('.case-head').waitFor();
      await page.keyboard.press('c');
      await page.locator('.decide-form').waitFor();
      await page.keyboard.press('e');
      await page.locator('.matched .picture-cover').first().waitFor();
      await page.keyboard.press('y');
      await page.locator('.answer-form textarea').waitFor();
    },
  },
  {
    name: 'held',
    open: { role: 'lead' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      await openCase(page);
      await page.keyboard.press('6');
      await page.locator('#decide .select-button').first().click();
      await page.getByRole('option').first().click();
      await page.locator('.departed input').fill('It goes on after a suspension.');
      await page.locator('.decide-form textarea').fill('Threats after a suspension for the same.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.decision').waitFor();
      await page.context().addCookies([fixture.cookieFor('other')]);
      await page.goto(`${fixture.url}/held`);
      await page.locator('.held-list .decision').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.locator('.answer-form').waitFor();
    },
  },
  {
    name: 'set-up',
    open: { role: 'reviewer', path: '/account' },
    ready: '.account-panels',
    prepare: async (page, fixture) => {
      fixture.logins.setUp = 'required';
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.front-card .account-panel').first().waitFor();
    },
  },
  {
    name: 'set-up-later',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      fixture.logins.setUp = 'later';
      await page.reload();
      await page.locator('.set-up-banner').waitFor();
      await page.locator('[data-case]').first().waitFor();
    },
  },
  { name: 'account', open: { role: 'reviewer', path: '/account' }, ready: '.account-panels' },
  {
    name: 'account-app',
    open: { role: 'reviewer', path: '/account' },
    ready: '.account-panels',
    prepare: async (page) => {
      await page.locator('[aria-labelledby=account-app] .button').first().click();
      await page.locator('.qr').waitFor();
    },
  },
  { name: 'evidence-reads', open: { role: 'lead', path: '/audit?show=reads' }, ready: '.reads tbody tr' },
  {
    name: 'team-role',
    open: { role: 'admin', path: '/team' },
    ready: '.table .table-actions',
    prepare: async (page) => {
      await page.keyboard.press('r');
      await page.locator('.permission-groups').first().waitFor();
    },
  },
  {
    name: 'team-member',
    open: { role: 'admin', path: '/team' },
    ready: '.table .table-actions',
    prepare: async (page) => {
      await page.locator('.table-actions .button').first().click();
      await page.locator('.dialog .limits').waitFor();
    },
  },
  {
    name: 'step-up',
    open: { role: 'reviewer', path: '/account' },
    ready: '.account-panels',
    prepare: async (page, fixture) => {
      fixture.logins.stale = true;
      await page.locator('[aria-labelledby=account-recovery] .button').click();
      await page.locator('.dialog form').waitFor();
    },
  },
  { name: 'appeals', open: { role: 'reviewer', path: '/appeals' }, ready: '.hearing' },
  {
    name: 'hearing',
    open: { role: 'reviewer', path: '/appeals' },
    ready: '.hearing',
    prepare: async (page) => {
      await page.keyboard.press('n');
      await page.locator('.hearing-form').waitFor();
      await page.keyboard.press('2');
      await page.keyboard.press('Control+Enter');
      await page.locator('.field-error').first().waitFor();
    },
  },
  {
    name: 'misuse',
    open: { role: 'lead', path: '/misuse' },
    ready: '.misuse-account',
    prepare: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('p');
      await page.locator('.answer-form').waitFor();
    },
  },
  { name: 'quality', open: { role: 'reviewer', path: '/quality' }, ready: '.quality-result' },
  {
    name: 'quality-review',
    open: { role: 'reviewer', path: '/quality' },
    ready: '.quality-result',
    prepare: async (page) => {
      await page.keyboard.press('n');
      await page.locator('.review-form').waitFor();
      await page.keyboard.press('e');
      await page.locator('.conversation').waitFor();
      await page.keyboard.press('2');
      await page.keyboard.press('Control+Enter');
      await page.locator('.field-error').first().waitFor();
    },
  },
  { name: 'calibration', open: { role: 'lead', path: '/calibration' }, ready: '.kappa-plot' },
  {
    name: 'calibration-talk',
    open: { role: 'lead', path: '/calibration?show=talk' },
    ready: '.quality-result',
    prepare: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('s');
      await page.locator('.answer-form').waitFor();
    },
  },
  {
    name: 'calibration-golden',
    open: { role: 'lead', path: '/calibration?show=golden' },
    ready: '.quality-result',
    prepare: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('a');
      await page.locator('.answer-form').waitFor();
    },
  },
  {
    name: 'golden-propose',
    open: { role: 'lead', path: '/calibration?show=golden' },
    ready: '.quality-result',
    prepare: async (page) => {
      await page.keyboard.press('p');
      await page.locator('.golden-form').waitFor();
    },
  },
  {
    name: 'calibration-draw',
    open: { role: 'lead', path: '/calibration?show=draw' },
    ready: '.quality-rule',
    prepare: async (page) => {
      await page.keyboard.press('c');
      await page.locator('.quality-draw [role=status]').waitFor();
    },
  },
  { name: 'lists', open: { role: 'lead', path: '/lists' }, ready: '.lists-table' },
  {
    name: 'list-set-aside',
    open: { role: 'other', path: '/lists/ncmec-industry' },
    ready: '.quarantine',
    prepare: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.locator('.answer-form').waitFor();
    },
  },
  {
    name: 'list-loss',
    open: { role: 'other', path: '/lists/terror-content' },
    ready: '.update-counts',
    prepare: async (page) => {
      await page.keyboard.press('j');
    },
  },
  {
    name: 'list-shadow',
    open: { role: 'lead', path: '/lists/stopncii' },
    ready: '.sheet',
    prepare: async (page) => {
      await page.keyboard.press('p');
      await page.locator('.dialog .answer-form').waitFor();
    },
  },
  {
    name: 'list-settings',
    open: { role: 'admin', path: '/lists/own-draft' },
    ready: '.sheet',
    prepare: async (page) => {
      await page.keyboard.press('e');
      await page.locator('.settings-fields').waitFor();
    },
  },
  {
    name: 'list-add',
    open: { role: 'admin', path: '/lists?add=true' },
    ready: '.settings-fields',
    prepare: async (page) => {
      await page.locator('button[type=submit]').click();
      await page.locator('.field-error').first().waitFor();
    },
  },
  {
    name: 'regions',
    open: { role: 'lead', path: '/regions' },
    ready: '.region',
    prepare: async (page) => {
      for (const key of ['j', 'j', 'j', 't']) await page.keyboard.press(key);
      await page.locator('.answer-form').waitFor();
    },
  },
  {
    name: 'queue-desk',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      turnTo(fixture);
      await page.reload();
      await page.locator('.desk-mention').first().waitFor();
    },
  },
  {
    name: 'case-hand-over',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      const { staffId, name } = fixture.staff.other;
      for (const { caseId } of fixture.cases) fixture.queues.viewers.set(caseId, [{ staffId, name }]);
      await openCase(page);
      await page.locator('.viewers').waitFor();
      await page.keyboard.press('h');
      await page.locator('.dialog .select-button').waitFor();
    },
  },
  {
    name: 'case-note',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await openCase(page);
      await page.keyboard.press('Shift+m');
      const panel = page.locator('.notes-panel');
      await panel.locator('.checkbox').first().waitFor();
      for (const reporter of await panel.locator('.checkbox').all()) await reporter.click();
      await panel.locator('textarea').fill('Thank you for telling us.');
    },
  },
  {
    name: 'case-note-read-over',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await openCase(page);
      await page.keyboard.press('Shift+m');
      const panel = page.locator('.notes-panel');
      await panel.locator('.checkbox').first().click();
      await panel.locator('textarea').fill('Thank you for telling us.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.send-note').waitFor();
    },
  },
  { name: 'queues', open: { role: 'lead', path: '/queues' }, ready: '.plan-item' },
  {
    name: 'queues-rule',
    open: { role: 'lead', path: '/queues' },
    ready: '.plan-item',
    prepare: async (page) => {
      await page.keyboard.press('r');
      await page.locator('.rule-fields').waitFor();
    },
  },
  {
    name: 'queues-people',
    open: { role: 'lead', path: '/queues' },
    ready: '.plan-item',
    prepare: async (page) => {
      await page.keyboard.press('2');
      await page.locator('.table').waitFor();
    },
  },
  {
    name: 'queues-calls',
    open: { role: 'lead', path: '/queues' },
    ready: '.plan-item',
    prepare: async (page) => {
      await page.keyboard.press('3');
      await page.locator('.call-cases').first().waitFor();
    },
  },
  {
    name: 'decision-departs',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await openCase(page);
      await page.keyboard.press('t');
      await page.locator('.proposal[data-taken="true"]').waitFor();
      await page.keyboard.press('4');
      await page.locator('.departed').waitFor();
    },
  },
  {
    name: 'decided-undo',
    open: { role: 'lead' },
    ready: '[data-case]',
    prepare: async (page) => {
      await openCase(page);
      await page.keyboard.press('t');
      await page.keyboard.press('w');
      await page.keyboard.type('You threatened to hurt another person.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.undo-bar').waitFor();
    },
  },
  {
    name: 'policies',
    open: { role: 'lead', path: '/policies' },
    ready: '.policy',
    prepare: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('o');
      await page.locator('.policy-body').waitFor();
    },
  },
  {
    name: 'policy-propose',
    open: { role: 'lead', path: '/policies' },
    ready: '.policy',
    prepare: async (page) => {
      await page.keyboard.press('Shift+N');
      await page.locator('.ladder-fields').waitFor();
    },
  },
  { name: 'macros', open: { role: 'lead', path: '/macros' }, ready: '.macro' },
  {
    name: 'macro-write',
    open: { role: 'lead', path: '/macros' },
    ready: '.macro',
    prepare: async (page) => {
      await page.keyboard.press('Shift+N');
      await page.locator('.dialog textarea').waitFor();
    },
  },
  { name: 'team', open: { role: 'admin', path: '/team' }, ready: '.table' },
  {
    name: 'invite',
    open: { role: 'admin', path: '/team' },
    ready: '.table',
    prepare: async (page) => {
      await page.keyboard.press('i');
      await page.locator('.role-choice').waitFor();
    },
  },
  {
    name: 'audit',
    open: { role: 'lead' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      await openCase(page);
      await page.keyboard.press('e');
      await page.locator('.conversation').waitFor();
      await page.goto(`${fixture.url}/audit`);
      await page.locator('.table').waitFor();
    },
  },
  {
    name: 'numbers',
    open: { role: 'lead', path: '/numbers' },
    ready: '.days-chart',
    prepare: (page) => page.locator('.chart-data summary').click(),
  },
  { name: 'care', open: { role: 'lead', path: '/care' }, ready: '.care-bars' },
  { name: 'breathe', open: { role: 'reviewer', path: '/breathe' }, ready: '.breathe-figure' },
  { name: 'deliveries', open: { role: 'lead', path: '/deliveries' }, ready: '.table' },
  {
    name: 'preferences',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.locator('.dialog .switch').first().waitFor();
    },
  },
  {
    name: 'keys',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.keyboard.press('?');
      await page.locator('.help').waitFor();
    },
  },
  {
    name: 'keys-change',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      Object.assign(fixture.care.preferences, { 'console.keys': { keys: { 'queue.open': 'y', 'view.help': 'o' } } });
      await page.reload();
      await page.locator('[data-case]').first().waitFor();
      await page.locator('.account-button').click();
      await page.locator('.menu-item').nth(2).click();
      await page.locator('.help-bar .button').first().click();
      await page.locator('[data-change="queue.claim"]').click();
      await page.keyboard.press('g');
      await page.locator('.key-said[data-refused=true]').waitFor();
    },
  },
  {
    name: 'palette',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator('.palette-item').first().waitFor();
    },
  },
  { name: 'denied', open: { role: 'viewer', path: '/audit' }, ready: '.empty' },
];
