import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { keepPicture } from './browser.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';
import { type Look, turnInto } from './looks.ts';
import { screens } from './screens.ts';

const house = openHouse();

/** The screen is opened in the first one and turned into the others where it stands. */
const looks: readonly [Look, ...Look[]] = [
  { locale: 'en', theme: 'light', width: 1360, height: 900 },
  { locale: 'en', theme: 'dark', width: 1360, height: 900 },
  { locale: 'ar', theme: 'dark', width: 1360, height: 900 },
  { locale: 'ar', theme: 'light', width: 1360, height: 900 },
  { locale: 'de', theme: 'light', width: 360, height: 740 },
  // 1280 CSS pixels at 200 %
  { locale: 'es', theme: 'light', width: 640, height: 450 },
];

describe('axe finds nothing in any language, theme and width', () => {
  for (const screen of screens) {
    it(screen.name, async () => {
      const { page, fixture, faults } = await house.open({ ...looks[0], ...screen.open });
      await page.locator(screen.ready).first().waitFor();
      await screen.prepare?.(page, fixture);
      const prepared = await whatIsOpen(page);
      const findings: string[] = [];
      let shown: Look = looks[0];
      for (const look of looks) {
        await turnInto(page, look);
        const title = `${look.locale} ${look.theme} ${look.width}`;
        await keepPicture(page, `${screen.name}-${title.replaceAll(' ', '-')}`);
        // More is no fault: what stands low on a page is drawn after the rest.
        for (const [name, count] of Object.entries(await whatIsOpen(page)))
          assert.ok(count >= (prepared[name] ?? 0), `${title}: ${name} that was there is gone`);
        // Only the theme is another one: nothing but colours can be.
        const onlyColours = look !== shown && look.locale === shown.locale && look.width === shown.width;
        findings.push(...(await axeFindings(page, { onlyColours })).map((one) => `${title}: ${one}`));
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wider > 0) findings.push(`${title}: the page is ${wider} px wider than the window`);
        shown = look;
      }
      assert.deepEqual(findings, []);
      assert.deepEqual(fixture.violations, []);
      assert.deepEqual(faults, []);
    });
  }
});

/** How many there are of what a person opens, writes into or is told: the same in every look. */
function whatIsOpen(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() =>
    Object.fromEntries(
      ['h1', 'h2', '[role=dialog], dialog', 'form', 'table', 'textarea', 'input', '.field-error', '.undo-bar'].map(
        (name) => [name, document.querySelectorAll(name).length],
      ),
    ),
  );
}
