import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openHouse } from './house.ts';
import { screens } from './screens.ts';

const house = openHouse();

/** Screens with bars that stay, long lists, dialogs and forms. */
const walked = [
  'queue',
  'case-open',
  'policies',
  'hearing',
  'queues',
  'account',
  'list-set-aside',
  'keys-change',
  'login',
];
const steps = 90;

/** What is wrong with the place of the focus: nothing of it can be seen, or nothing shows that it is there. */
function focusFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused.id === 'main') return [];
    // A radio or checkbox of react-aria is a hidden input within the label that is drawn.
    const drawn = focused.matches('input[type=radio], input[type=checkbox]')
      ? (focused.closest('label') ?? focused)
      : focused;
    const name = `${drawn.tagName.toLowerCase()}.${drawn.getAttribute('class')} “${(drawn.textContent ?? '').slice(0, 40)}”`;
    const { left, top, right, bottom } = drawn.getBoundingClientRect();
    const seen = [0.1, 0.5, 0.9].some((x) =>
      [0.1, 0.5, 0.9].some((y) => {
        const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return at !== null && (drawn.contains(at) || at.contains(drawn));
      }),
    );
    const rings: (Element | null)[] = [
      drawn,
      drawn.querySelector('.switch-track'),
      drawn.parentElement,
      drawn.parentElement?.parentElement ?? null,
      drawn.closest('article, li, .field, .palette-field, .search'),
    ];
    const ring = rings.some((element) => {
      if (element === null) return false;
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      return (
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) ||
        boxShadow !== 'none' ||
        (element.matches('input, textarea') && borderColor !== '')
      );
    });
    return [...(seen ? [] : [`hidden: ${name}`]), ...(ring ? [] : [`no ring: ${name}`])];
  });
}

describe('the focus', () => {
  for (const name of walked) {
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      it(`is never hidden behind a bar and always shown: ${name} at ${width} px`, async () => {
        const screen = screens.find((one) => one.name === name);
        assert.ok(screen);
        const { page, fixture } = await house.open({ ...screen.open, width, height });
        await page.locator(screen.ready).first().waitFor();
        await screen.prepare?.(page, fixture);
        const findings = new Set<string>();
        for (const key of ['Tab', 'Shift+Tab']) {
          for (let step = 0; step < steps / (key === 'Tab' ? 1 : 2); step++) {
            await page.keyboard.press(key);
            for (const one of await focusFindings(page)) findings.add(`${key}: ${one}`);
          }
        }
        assert.deepEqual([...findings], []);
      });
    }
  }
});

/** Whether two states of one thing look different without any colour of ours. */
async function differs(page: Page, thing: Locator, change: () => Promise<unknown>): Promise<boolean> {
  const shoot = async (): Promise<string> => {
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.mouse.move(0, 0);
    return (await thing.screenshot({ animations: 'disabled' })).toString('base64');
  };
  const before = await shoot();
  await change();
  return (await shoot()) !== before;
}

describe('in forced colours', () => {
  it('a switch, a choice, a place in the navigation, a row and a rung of the ladder show their state', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.emulateMedia({ forcedColors: 'active' });
    await page.locator('[data-case]').first().waitFor();
    const row = page.locator('[data-case]').first();
    assert.ok(await differs(page, row, () => page.keyboard.press('j')), 'the row that keys go to');
    const place = page.locator('.nav-link').first();
    assert.ok(
      await differs(page, place, () => page.keyboard.type('gy').then(() => page.locator('.policy').first().waitFor())),
      'the page one is on',
    );
    await page.keyboard.type('gp');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const toggle = dialog.locator('.switch').first();
    assert.ok(await differs(page, toggle.locator('.switch-track'), () => toggle.click()), 'a switch');
    const segment = dialog.locator('.segment').filter({ hasText: 'Compact' });
    assert.ok(await differs(page, segment, () => segment.click()), 'one of a few');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.type('gq');
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.decide-form').waitFor();
    const rung = page.locator('.ladder-step').nth(1);
    assert.ok(await differs(page, rung, () => page.keyboard.press('2')), 'a rung of the ladder');
  });
});

describe('motion', () => {
  it('is there for whoever wants it, so that its absence is no accident', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const button = page.locator('.button').first();
    await button.waitFor();
    assert.notEqual(await button.evaluate((element) => getComputedStyle(element).transitionDuration), '0s');
  });
});
