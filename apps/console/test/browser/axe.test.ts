import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Fixture } from '../fixture-server.ts';
import { keepPicture, type OpenOptions } from './browser.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();

interface Screen {
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

const screens: Screen[] = [
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
    name: 'held',
    open: { role: 'lead' },
    ready: '[data-case]',
    prepare: async (page, fixture) => {
      await openCase(page);
      await page.keyboard.press('5');
      await page.locator('#decide .select-button').click();
      await page.getByRole('option').first().click();
      await page.locator('.decide-form textarea').fill('Threats after a suspension for the same.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.decision').waitFor();
      await page.context().addCookies([fixture.cookieFor('other')]);
      await page.goto(`${fixture.url}/held`);
      await page.locator('.held-list .decision').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('a');
      await page.locator('.answer-form').waitFor();
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
  { name: 'deliveries', open: { role: 'lead', path: '/deliveries' }, ready: '.table' },
  {
    name: 'preferences',
    open: { role: 'reviewer' },
    ready: '[data-case]',
    prepare: async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.locator('.dialog .switch').waitFor();
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

const looks: OpenOptions[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'ar', theme: 'light' },
  { locale: 'ar', theme: 'dark' },
  { locale: 'de', theme: 'light', width: 360, height: 740 },
  // 1280 CSS pixels at 200 %
  { locale: 'es', theme: 'light', width: 640, height: 450 },
];

for (const look of looks) {
  const title = `${look.locale} ${look.theme} ${look.width ?? 1360}`;
  describe(`axe finds nothing: ${title}`, () => {
    for (const screen of screens) {
      it(screen.name, async () => {
        const { page, fixture, faults } = await house.open({ ...look, ...screen.open });
        await page.locator(screen.ready).first().waitFor();
        await screen.prepare?.(page, fixture);
        await keepPicture(page, `${screen.name}-${title.replaceAll(' ', '-')}`);
        assert.deepEqual(await axeFindings(page), []);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wider <= 0, `the page is ${wider} px wider than the window`);
        assert.deepEqual(fixture.violations, []);
        assert.deepEqual(faults, []);
      });
    }
  });
}
