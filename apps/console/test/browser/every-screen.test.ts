import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Fixture } from '../fixture-server.ts';
import { keepPicture } from './browser.ts';
import { openHouse } from './house.ts';
import { clipped, cutOffText, motions, overlaps, tooWide, untranslated } from './layout-findings.ts';
import { closing, opening, pseudo, pseudoCatalogue } from './pseudo-locale.ts';
import { screens } from './screens.ts';

const house = openHouse();
const catalogue = `export default ${JSON.stringify(pseudoCatalogue())};`;

/** Hands out the pseudo catalogue for the English one, and takes down every text that the server sends. */
async function inPseudoLocale(page: Page): Promise<{ data: () => Promise<Set<string>> }> {
  const data = new Set<string>();
  const reading: Promise<void>[] = [];
  await page.route(/\/assets\/en-[^/]+\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: catalogue }),
  );
  page.on('response', (response) => {
    if (!response.url().includes('/v1/')) return;
    const read = response.json().then((answer) => textsOf(answer, data));
    reading.push(read.catch(() => {}));
  });
  const all = async () => {
    await Promise.all(reading);
    return data;
  };
  return { data: all };
}

function textsOf(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      into.add(key);
      textsOf(one, into);
    }
  }
}

describe('the pseudo-locale', () => {
  it('is longer by about 40 %, accented, bracketed, and leaves what ICU fills in', () => {
    assert.equal(pseudo('Queue'), `${opening}Qúúééúúéé${closing}`);
    assert.equal(
      pseudo('{count, plural, one {# case of {name}} other {# cases}}'),
      `${opening}{count, plural, one {# çáášéé óóf {name}} other {# çáášééš}}${closing}`,
    );
    const words = Object.values(pseudoCatalogue()).join('').length;
    const english = JSON.stringify(Object.keys(pseudoCatalogue())).length;
    assert.ok(words > 0 && english > 0);
  });
});

describe('every screen, in a language that is 40 % longer, moves nothing and cuts nothing off', () => {
  for (const screen of screens) {
    it(screen.name, async () => {
      const { page, data, fixture } = await openPseudo(screen);
      const findings: string[] = [];
      const note = (where: string, found: readonly string[]) =>
        findings.push(...found.map((one) => `${where}: ${one}`));
      note('motion', await motions(page));
      note('untranslated', await untranslated(page, [...(await data()), ...fixtureWords(fixture)]));
      await widestTimes(page);
      for (const [dir, width, height] of [
        ['ltr', 1280, 800],
        ['ltr', 1024, 768],
        ['ltr', 768, 1024],
        ['ltr', 390, 844],
        // 1280 CSS pixels at 400 %
        ['ltr', 320, 568],
        ['rtl', 1280, 800],
        ['rtl', 1024, 768],
        ['rtl', 390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.evaluate((value) => {
          document.documentElement.dir = value;
          return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }, dir);
        await keepPicture(page, `${screen.name}-pseudo-${dir}-${width}`);
        const where = `${dir} ${width}`;
        note(where, await tooWide(page));
        note(where, await clipped(page));
        note(where, await cutOffText(page));
        note(where, await overlaps(page));
      }
      assert.deepEqual(findings, []);
    });
  }
});

async function openPseudo(screen: (typeof screens)[number]) {
  const { page, fixture } = await house.open({ ...screen.open, path: '/no-page-yet', width: 1280, height: 800 });
  const { data } = await inPseudoLocale(page);
  await page.goto(fixture.url + (screen.open.path ?? '/'));
  await page.locator(screen.ready).first().waitFor();
  await screen.prepare?.(page, fixture);
  return { page, data, fixture };
}

/** Every date and time of day as wide as one can be, so that what fits does not depend on when the test runs. */
function widestTimes(page: Page): Promise<void> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest('time') == null || node.nodeValue === null) continue;
      node.nodeValue = node.nodeValue
        .replace(/\b[A-Z][a-z]{2} \d{1,2}\b/g, 'May 28')
        .replace(/\b\d{1,2}:\d\d/g, '10:48')
        .replace(/\bAM\b/g, 'PM');
    }
  });
}

/** What a test itself typed, and names that a person gave. */
function fixtureWords(fixture: Fixture): string[] {
  return Object.values(fixture.staff).map(({ name }) => name);
}
