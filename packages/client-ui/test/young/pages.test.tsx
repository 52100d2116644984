import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { startOfTime } from '../../../client/test/support/hub.ts';
import { all, axeFindings, find, press } from '../support/walk.ts';
import { gil, link, mia, openYoungStory, type YoungOptions, type YoungStory } from '../support/young-story.tsx';

let story: YoungStory | null = null;
async function open(options: YoungOptions): Promise<YoungStory> {
  document.documentElement.lang = options.locale ?? 'en';
  story = await openYoungStory(options);
  await expect.poll(() => all('.wh-young-page').length).toBe(1);
  return story;
}
afterEach(async () => {
  story?.unmount();
  story = null;
  await page.viewport(1000, 800);
});
const day = 24 * 3_600_000;
const asked = (changes: Parameters<typeof link>[0] = {}) =>
  link({ state: 'asked', changedAt: startOfTime, ...changes });
const guardian = { account: gil, band: 'adult' as const, view: 'family' as const };
const words = (selector: string) => all(selector).map((element) => element.textContent);

describe('the page of a family link', () => {
  test('both sides read the same, and only the guardian has something to set', async () => {
    await open({ view: 'family', links: [link()] });
    const young = words('.wh-family-lists li');
    expect(young).toEqual([
      ...['That you two are linked', 'Which pictures stay covered at least', 'Messages', 'Pictures'],
      ...['Who Mia talks to', 'What a phone noticed', 'If Mia asks for help', 'What Mia tells the safety team'],
    ]);
    expect(all('.wh-family-link select')).toEqual([]);
    expect(find('.wh-reference').textContent).toMatch(/Pictures that may show a naked body.*Gil set this/);
    story?.unmount();
    await open({ ...guardian, links: [link()] });
    expect(words('.wh-family-lists li')).toEqual(young);
    expect(all('.wh-family-link select').length).toBe(1);
  });

  test('a guardian changes what is covered at least, and nothing else can be set', async () => {
    const { calls } = await open({ ...guardian, links: [link()] });
    await userEvent.selectOptions(find('.wh-family-link select'), 'every');
    await expect.poll(() => calls).toEqual(['l1 {"type":"set","settings":{"covers":"every"}}']);
  });

  test('who was asked can say no as easily as yes; who asked waits', async () => {
    const { calls } = await open({ ...guardian, links: [asked()] });
    const [no, yes] = all('.wh-family-acts button').map((button) => button.getBoundingClientRect());
    expect(Math.abs((no?.width ?? 0) - (yes?.width ?? 0))).toBeLessThan(1);
    await press('No, thank you');
    await expect.poll(() => calls).toEqual(['l1 {"type":"answer","yes":false}']);
    story?.unmount();
    await open({ view: 'family', links: [asked()] });
    expect(find('.wh-comfort').textContent).toBe(
      'You asked Gil. There is no answer yet. It ends by itself after a week.',
    );
    expect(all('.wh-family-acts')).toEqual([]);
  });

  test('a question that nobody answered within a week is not shown any more', async () => {
    await open({ view: 'family', links: [asked({ changedAt: startOfTime - 8 * day })] });
    expect(all('.wh-family-link')).toEqual([]);
  });

  test('who asked can take it back, at every age', async () => {
    const { calls } = await open({ view: 'family', band: 'under-13', links: [asked()] });
    await press('Take it back');
    await expect.poll(() => calls).toEqual(['l1 {"type":"end"}']);
  });

  test('the page says what a link never shows, and what somebody sees who holds the phone', async () => {
    await open({ view: 'family', links: [link()] });
    expect(find('.wh-family-lists').textContent).toMatch(/This link never shows Gil/);
    expect(find('.wh-family-lists').textContent).toMatch(/Anyone who holds your phone can see what you see/);
  });

  test('a block ends a link, and what it asked for counts no more', async () => {
    const { world, calls } = await open({
      ...{ view: 'settings', band: 'under-13', links: [link({ settings: { covers: 'every' } })] },
    });
    expect(words('.wh-choice')).toEqual(['All pictures from other people']);
    await world.wellhouse.block(gil);
    await expect.poll(() => [...new Set(calls)]).toEqual(['l1 {"type":"block"}']);
    await expect.poll(() => all('.wh-choice').length).toBe(2);
  });

  test('a block tells nobody who asked for a link: the question is gone here, and for them it has no answer', async () => {
    const { world, calls } = await open({ ...guardian, links: [asked()] });
    await expect.poll(() => all('.wh-family-link').length).toBe(1);
    await world.wellhouse.block(mia);
    await expect.poll(() => all('.wh-family-link').length).toBe(0);
    expect(calls).toEqual([]);
    story?.unmount();
    const own = await open({ view: 'family', links: [asked()] });
    await own.world.wellhouse.block(gil);
    await expect.poll(() => [...new Set(own.calls)]).toEqual(['l1 {"type":"block"}']);
  });

  test('under 13, for a week after it began or changed, the page lets a young person say that it was not them', async () => {
    const { calls } = await open({
      view: 'family',
      band: 'under-13',
      links: [link({ changedAt: startOfTime - 6 * day })],
    });
    expect(find('.wh-family-link').textContent).toMatch(/for a week/);
    await press('This was not me. End it');
    await expect.poll(() => calls).toEqual(['l1 {"type":"not-me"}']);
    story?.unmount();
    await open({ view: 'family', band: 'under-13', links: [link({ changedAt: startOfTime - 7 * day })] });
    expect(find('.wh-family-link').textContent).not.toMatch(/This was not me/);
    story?.unmount();
    await open({ ...guardian, links: [link({ changedAt: startOfTime })] });
    expect(find('.wh-family-link').textContent).not.toMatch(/This was not me/);
  });

  test('from 13 on a young person ends it alone; before that the page says who can', async () => {
    const { calls } = await open({ view: 'family', links: [link()] });
    await press('End this link');
    await expect.poll(() => calls).toEqual(['l1 {"type":"end"}']);
    story?.unmount();
    await open({ view: 'family', band: 'under-13', links: [link()] });
    expect(all('.wh-family-link > .wh-small')).toEqual([]);
    expect(find('.wh-family-link').textContent).toMatch(/From 13 on Mia can do it too/);
  });

  test('a link is asked for by the young person, and nobody can find out by asking who is one', async () => {
    const { calls } = await open({ view: 'family' });
    await userEvent.selectOptions(find('.wh-family-ask select'), gil);
    await press('Ask for a family link');
    await expect.poll(() => calls).toEqual([`ask ${gil}`]);
    story?.unmount();
    await open(guardian);
    expect(all('.wh-family-ask')).toEqual([]);
  });
});

describe('the notice of a family link', () => {
  const notice = async (options: YoungOptions) => {
    document.documentElement.lang = options.locale ?? 'en';
    story = await openYoungStory({ view: 'notice', ...options });
    await expect.poll(() => all('main h1').length).toBe(1);
    return story;
  };

  test('a young person is told of a link that came, once, and can say that it was not them', async () => {
    const { world, calls } = await notice({ band: 'under-13', links: [link()] });
    await expect.poll(() => all('.wh-family-notice').length).toBe(1);
    expect(find('.wh-family-notice').textContent).toMatch(/You and Gil have a family link now/);
    expect(await axeFindings()).toEqual([]);
    await press('This was not me. End it');
    await expect.poll(() => calls).toEqual(['l1 {"type":"not-me"}']);
    await expect.poll(() => all('.wh-family-notice').length).toBe(0);
    expect((await world.wellhouse.young.settings()).seenLinks).toEqual({ l1: 1 });
  });

  test('what the guardian set since is told with what is set; who is told of nothing is the guardian', async () => {
    const settings = { seenLinks: { l1: 1 } };
    await notice({ links: [link({ changedAt: 2, settings: { covers: 'every' } })], settings });
    await expect.poll(() => all('.wh-family-notice').length).toBe(1);
    expect(find('.wh-family-notice').textContent).toMatch(
      /Gil changed your family link.*All pictures from other people/,
    );
    await press('Okay');
    await expect.poll(() => all('.wh-family-notice').length).toBe(0);
    story?.unmount();
    await notice({ ...guardian, view: 'notice', links: [link({ changedAt: 3 })] });
    await expect.poll(() => all('main h1').length).toBe(1);
    expect(all('.wh-family-notice')).toEqual([]);
  });
});

describe('settings', () => {
  test('at 15 covers are on until changed by oneself, and the choice is kept', async () => {
    const { world } = await open({ view: 'settings' });
    expect(words('.wh-choice[data-selected]')).toEqual(['Pictures that may show a naked body']);
    expect(all('.wh-choice').length).toBe(3);
    await page.elementLocator(find('.wh-choice', 2)).click();
    await expect.poll(async () => (await world.wellhouse.young.settings()).covers).toBe('every');
  });

  test('under 13, or by a family link, weaker choices are not offered, and the page says why', async () => {
    await open({ view: 'settings', band: 'under-13' });
    expect(all('.wh-choice').length).toBe(2);
    expect(find('.wh-young-page').textContent).toMatch(/until you are 13/);
    story?.unmount();
    await open({ view: 'settings', settings: { covers: 'off' }, links: [link({ settings: { covers: 'every' } })] });
    expect(words('.wh-choice')).toEqual(['All pictures from other people']);
    expect(find('.wh-young-page').textContent).toMatch(/Your family link asks for this/);
  });

  test('the trusted person is chosen, changed and taken back, and a guardian is one of many', async () => {
    const { world } = await open({ view: 'settings', links: [link()] });
    const select = find('.wh-young-page .wh-select');
    expect([...select.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
      ...['Nobody yet', 'Ana', 'Gil'],
    ]);
    await userEvent.selectOptions(select, 'ana@hub.example');
    await expect.poll(async () => (await world.wellhouse.young.settings()).trusted).toBe('ana@hub.example');
    await userEvent.selectOptions(select, '');
    await expect.poll(async () => (await world.wellhouse.young.settings()).trusted).toBeNull();
  });

  test('an app without a model says so', async () => {
    await open({ view: 'settings', model: 'none' });
    expect(find('.wh-young-page').textContent).toMatch(/no way to check pictures yet/);
  });
});

describe.each(['en', 'ar'])('in %s', (locale) => {
  test.each(['light', 'dark'] as const)('axe-core finds nothing on settings and family pages in %s', async (theme) => {
    const pages: YoungOptions[] = [
      { view: 'settings', settings: { country: 'DE' } },
      { view: 'family', links: [link()] },
      { view: 'family', links: [asked()] },
      { ...guardian, links: [link()] },
    ];
    for (const options of pages) {
      await open({ ...options, locale, theme });
      if (options.view === 'settings') await expect.poll(() => all('.wh-line').length).toBeGreaterThan(0);
      expect(await axeFindings()).toEqual([]);
      story?.unmount();
    }
    expect(mia).toMatch(/^mia/);
  });
});

test('320 pixels wide: nothing is cut off sideways', async () => {
  await page.viewport(320, 640);
  for (const options of [{ view: 'settings' as const }, { view: 'family' as const, links: [link()] }]) {
    await open({ ...options, locale: 'de' });
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    story?.unmount();
  }
});
