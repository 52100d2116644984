import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keepPicture, type OpenOptions } from './browser.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';
import { screens } from './screens.ts';

const house = openHouse();

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
