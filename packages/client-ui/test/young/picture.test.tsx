import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { all, axeFindings, find, press, question } from '../support/walk.ts';
import { gil, mal, openYoungStory, type YoungOptions, type YoungStory } from '../support/young-story.tsx';

let story: YoungStory | null = null;
async function open(options: YoungOptions = {}): Promise<YoungStory> {
  document.documentElement.lang = options.locale ?? 'en';
  story = await openYoungStory(options);
  return story;
}
afterEach(async () => {
  story?.unmount();
  story = null;
  vi.restoreAllMocks();
  await page.viewport(1000, 800);
});

const covered = () => expect.poll(() => all('.wh-picture-cover[data-state="covered"]').length).toBe(1);
const shown = () => expect.poll(() => all('main img').length).toBe(1);
const asked = () => expect.poll(() => all('.wh-dialog .wh-safe').length).toBe(1);
async function ask(options: YoungOptions = {}): Promise<YoungStory> {
  const opened = await open(options);
  await covered();
  await page.elementLocator(find('.wh-picture-cover button')).click();
  await asked();
  return opened;
}
/** Images that were ever in the page, and addresses that were ever made for one. */
function watchForImages(): { images: () => number; addresses: () => number } {
  let images = 0;
  const made = vi.spyOn(URL, 'createObjectURL');
  const watcher = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element && (node.matches('img') || node.querySelector('img'))) images++;
  });
  watcher.observe(document, { subtree: true, childList: true });
  return { images: () => images, addresses: () => made.mock.calls.length };
}

describe('before a picture is seen', () => {
  test('nothing flashes: there is no image, and no address of one, until the person has asked twice', async () => {
    const seen = watchForImages();
    await ask();
    expect([seen.images(), seen.addresses()]).toEqual([0, 0]);
    await press('Show it');
    await expect.poll(question).toBe('Do you still want to see it?');
    expect([seen.images(), seen.addresses()]).toEqual([0, 0]);
    await press('Yes, show it');
    await shown();
    await press('Cover it again');
    await covered();
    expect(all('main img')).toEqual([]);
  });

  test('while the device looks, and where it cannot, a picture of somebody else is covered', async () => {
    const seen = watchForImages();
    await open({ model: 'hangs' });
    await expect.poll(() => all('.wh-picture-cover[data-state="waiting"]').length).toBe(1);
    expect(find('.wh-picture-cover').textContent).not.toMatch(/naked/);
    story?.unmount();
    await open({ model: 'none' });
    await covered();
    expect(find('.wh-picture-cover').textContent).toMatch(/could not check/);
    expect([seen.images(), seen.addresses()]).toEqual([0, 0]);
  });

  test('a harmless picture opens by itself, and a covered one stays so where all are', async () => {
    await open({ model: 'harmless' });
    await shown();
    story?.unmount();
    await open({ model: 'harmless', settings: { covers: 'every' } });
    await covered();
  });

  for (const [file, why] of [
    ['gif', 'another-type'],
    ['too-large', 'too-large'],
  ] as const) {
    test(`a file that is ${why} gets no address, from nobody and at no age`, async () => {
      const seen = watchForImages();
      for (const band of ['adult', '13-17'] as const) {
        await open({ band, file, model: 'harmless' });
        if (band !== 'adult' && file === 'too-large') {
          // the device has not looked at it either
          await covered();
          await page.elementLocator(find('.wh-picture-cover button')).click();
          await press('Show it');
          await press('Yes, show it');
        }
        await expect.poll(() => find('main p').textContent).toBe(why);
        story?.unmount();
      }
      expect([seen.images(), seen.addresses()]).toEqual([0, 0]);
    });
  }

  test('what the device says after it was given up still counts', async () => {
    const { setTimeout: real } = window;
    vi.spyOn(window, 'setTimeout').mockImplementation(((task: () => void, ms?: number) =>
      real(task, ms === 10_000 ? 0 : ms)) as typeof setTimeout);
    const { answer } = await open({ model: 'slow' });
    await covered();
    answer();
    await shown();
  });

  test('where the age is not known every picture is covered, and can be asked about', async () => {
    await open({ band: null, model: 'harmless' });
    await covered();
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await asked();
  });

  test('in a log a cover is read aloud as one, and what it may show is not', async () => {
    await open();
    await covered();
    const said = find('.wh-picture-cover > .wh-visually-hidden');
    expect(said.textContent).toBe('A picture is covered.');
    expect(said.closest('[aria-live]')).toBeNull();
    const silent = [...find('.wh-picture-cover').children].filter((child) => child !== said);
    expect(silent.map(({ textContent }) => textContent).join('')).toMatch(/naked/);
    for (const child of silent.filter(({ textContent }) => textContent !== '')) {
      expect(child.getAttribute('aria-live')).toBe('off');
    }
  });

  test('an adult sees pictures as they are, unless they want covers', async () => {
    await open({ band: 'adult' });
    await shown();
    story?.unmount();
    await open({ band: 'adult', settings: { covers: 'noticed' } });
    await covered();
  });

  test('showing takes a second step, and each step can be left by the safe choice', async () => {
    await ask();
    await press('Show it');
    await expect.poll(question).toMatch(/still want/);
    expect(all('.wh-scroll button').map(({ textContent }) => textContent)).toEqual(['Keep it covered', 'Yes, show it']);
    await press('Keep it covered');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    await covered();
  });

  test('Escape and the cross are the safe choice', async () => {
    await ask();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await asked();
    await press('Close');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    await covered();
  });

  test('nobody hears of it: not one request from the page to what is read in the dialog', async () => {
    const { requests } = await open({ settings: { trusted: gil } });
    await covered();
    const before = requests();
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await asked();
    await press('Show it');
    await press('Back');
    await press('Show it');
    await press('Yes, show it');
    await shown();
    expect(requests()).toBe(before);
  });

  test('blocking and reporting are one step, and nothing has to be sent again or explained', async () => {
    const { world, calls } = await ask();
    await press(/^Block Mal and tell the safety team/);
    await expect.poll(question).toBe('The safety team knows now');
    expect(await world.wellhouse.isBlocked(mal)).toBe(true);
    expect(calls).toEqual([`block ${mal}`]);
    expect(all('.wh-dialog :is(input, textarea)')).toEqual([]);
    await expect.poll(() => world.server.reports.size).toBe(1);
    const [report] = await world.wellhouse.reports();
    expect(report?.category).toBe('child.obscene_to_minor');
    expect(find('.wh-dialog').textContent).toMatch(/Mal is blocked/);
    await expect.poll(() => all('.wh-reference').length).toBe(1);
    // what it was opened from is gone with the block, and the answer stays until it is closed
    expect(all('.wh-picture-cover')).toEqual([]);
    await press('Done');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
  });

  test('what the team gets is read before, byte for byte, and holds no file', async () => {
    const { world } = await ask();
    await page.elementLocator(find('.wh-exact > summary')).click();
    await expect.poll(() => all('.wh-bytes').length).toBe(2);
    const [without, withBlock] = all('.wh-bytes').map((bytes) => JSON.parse(bytes.textContent ?? ''));
    expect(without).toMatchObject({ attachments: [], statement: null, blocked: false });
    // one report: whether the person is blocked is all that differs between the two buttons
    expect(withBlock).toEqual({ ...without, blocked: true });
    const sent = vi.spyOn(world.wellhouse, 'send');
    await press(/^Tell the safety team/);
    await expect.poll(question).toBe('The safety team knows now');
    await expect.poll(() => world.server.reports.size).toBe(1);
    expect(await world.wellhouse.isBlocked(mal)).toBe(false);
    const payload = sent.mock.calls[0]?.[0].payload;
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(without);
  });

  test('what is said of the report is what it holds: the words, the description of the file, and a code that cannot open it', async () => {
    await ask();
    await page.elementLocator(find('.wh-exact > summary')).click();
    expect(find('.wh-exact').textContent).toMatch(
      /They get a code that fits only this picture, not the picture\. The code cannot open it/,
    );
    expect(find('.wh-exact').textContent).toMatch(
      /the words with it, and the last words before it\. They see the name, size and kind of the file/,
    );
  });

  test('offline, a report that is kept on the device is not said to have arrived; later it is', async () => {
    const { world, disconnect, reconnect } = await ask();
    await world.wellhouse.config({ locale: 'en', audience: 'child' });
    disconnect();
    await press(/^Tell the safety team/);
    await expect.poll(question).toBe('Saved on your phone');
    expect(find('.wh-dialog').textContent).toMatch(/It goes as soon as you are online/);
    expect(world.server.reports.size).toBe(0);
    reconnect();
    await world.wellhouse.flush();
    await expect.poll(question).toBe('The safety team knows now');
    expect(world.server.reports.size).toBe(1);
  });

  test('a block that does not work holds back no report, and is said and can be tried again', async () => {
    const { world } = await ask();
    vi.spyOn(world.wellhouse, 'block').mockRejectedValueOnce(new Error('the storage is full'));
    await press(/^Block Mal and tell/);
    await expect.poll(question).toBe('The safety team knows now');
    expect(find('.wh-dialog').textContent).toMatch(/Mal is not blocked yet/);
    await press('Block Mal');
    await expect.poll(() => find('.wh-dialog').textContent).toMatch(/Mal is blocked/);
    expect(await world.wellhouse.isBlocked(mal)).toBe(true);
  });

  test('what leads to another screen has an arrow, and what is done with one press has none', async () => {
    await ask();
    const arrows = all('.wh-option').map((option) => [
      option.querySelector('.wh-option-label')?.textContent,
      option.querySelector('.wh-option-end svg') !== null,
    ]);
    expect(arrows).toEqual([
      ['Message someone I trust', true],
      ['Talk to a helper', true],
      ['Block Mal and tell the safety team', false],
      ['Tell the safety team', false],
    ]);
  });

  test('whoever sent the picture is not offered as somebody to turn to about it', async () => {
    const people = ['ana@hub.example', mal];
    await ask({ people, settings: { trusted: mal } });
    expect(find('.wh-option').textContent).toMatch(/^Message someone I trust/);
    await press(/^Message someone I trust/);
    await expect.poll(question).toBe('Who do you trust?');
    expect(all('.wh-option').map(({ textContent }) => textContent)).toEqual(['Ana']);
    await press('Back');
    await press(/^Talk to a helper/);
    await expect.poll(question).toBe('People who can help');
    expect(find('.wh-after').textContent).not.toMatch(/Mal/);
  });

  test('without a connection the block holds, and the report can be tried again', async () => {
    const { world } = await ask({ offline: true });
    await press(/^Block Mal/);
    await expect.poll(question).toBe('We could not send it');
    expect(await world.wellhouse.isBlocked(mal)).toBe(true);
    await press('Try again');
    await expect.poll(question).toBe('We could not send it');
  });

  test('somebody to trust is chosen by the person, kept, and gets words that say nothing of the picture', async () => {
    const { world, calls } = await ask();
    await press(/^Message someone I trust/);
    await expect.poll(question).toBe('Who do you trust?');
    await press('Ana');
    const words = 'Can we talk? Something in a chat bothers me.';
    await expect.poll(() => calls).toEqual([`message ana@hub.example: ${words}`]);
    expect((await world.wellhouse.young.settings()).trusted).toBe('ana@hub.example');
    await covered();
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await expect.poll(() => all('.wh-option')[0]?.textContent).toMatch(/^Message Ana/);
  });

  test('a guardian of a family link is not the trusted person unless chosen', async () => {
    const family = await import('../support/young-story.tsx');
    await ask({ links: [family.link()] });
    expect(all('.wh-option')[0]?.textContent).toMatch(/^Message someone I trust/);
  });

  test('helplines are those of the country that the person chooses; looking asks no server and is not kept', async () => {
    const { world, requests } = await ask();
    await expect.poll(() => requests()).toBeGreaterThan(0);
    // what was fetched when the app opened is old by now
    world.time.now += 3_600_000;
    const before = requests();
    await press(/^Talk to a helper/);
    await expect.poll(() => all('.wh-select').length).toBe(1);
    expect(all('.wh-line')).toEqual([]);
    expect(find('.wh-select option').textContent).toBe('Choose to see numbers');
    await userEvent.selectOptions(find('.wh-select'), 'GB');
    await expect.poll(() => find('.wh-line-list').textContent).toMatch(/Childline/);
    // among people who listen it says when to call who comes
    expect(find('.wh-line-list').textContent).toMatch(/In danger now\? Call 999/);
    expect((await world.wellhouse.young.settings()).country).toBeNull();
    expect(requests()).toBe(before);
  });

  test('all of it by keyboard: cover, question, second question, and focus goes on where the picture is', async () => {
    await open();
    await covered();
    await userEvent.tab();
    expect(document.activeElement?.textContent).toBe('What can I do?');
    await userEvent.keyboard('{Enter}');
    await asked();
    await expect.poll(() => document.activeElement?.textContent).toBe('This may show a naked body');
    await userEvent.tab();
    expect(document.activeElement?.textContent).toBe('Keep it covered');
    for (let tabs = 0; tabs < 20 && document.activeElement?.textContent !== 'Show it'; tabs++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.textContent).toBe('Do you still want to see it?');
    await userEvent.tab();
    expect(document.activeElement?.textContent).toBe('Keep it covered');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await shown();
    await expect.poll(() => document.activeElement?.textContent).toBe('Cover it again');
    await userEvent.keyboard('{Enter}');
    await covered();
    await expect.poll(() => document.activeElement?.textContent).toBe('What can I do?');
  });
});

describe.each([
  ['seen', '.wh-picture-cover button'],
  ['sent', 'main > button'],
] as const)('before a picture is %s', (_, opener) => {
  test.each([
    [1000, 800],
    [390, 844],
  ] as const)(
    'the safe choice is first and biggest on both screens, %i pixels wide, in every language',
    async (width, height) => {
      await page.viewport(width, height);
      for (const locale of ['en', 'de', 'es', 'ar']) {
        await open({ locale });
        await covered();
        find(opener).click();
        for (const screen of ['ask', 'sure']) {
          await asked();
          expect(all('.wh-scroll button')[0]?.className, `${screen} in ${locale}`).toMatch(/wh-safe/);
          const area = (element: Element): number => {
            const { width, height } = element.getBoundingClientRect();
            return Math.round(width * height);
          };
          const safe = area(find('.wh-safe'));
          const others = all('.wh-dialog :is(button, summary, a, select)').filter((one) => !one.matches('.wh-safe'));
          expect(others.length, `${screen} in ${locale}`).toBeGreaterThan(screen === 'ask' ? 4 : 1);
          const asBig = others.map((one) => [one.textContent, area(one)] as const).filter(([, size]) => size >= safe);
          expect(asBig, `${screen} in ${locale}: ${safe}`).toEqual([]);
          expect(area(find('.wh-go-on')) * 2, `${screen} in ${locale}`).toBeLessThan(safe);
          if (screen === 'sure') continue;
          find('.wh-go-on').click();
          await expect.poll(() => all('.wh-small.wh-go-on').length).toBe(1);
        }
        story?.unmount();
      }
    },
  );
});

describe('before a picture is sent', () => {
  test('a sensitive one is asked about, and sent only after the second step', async () => {
    const { calls } = await open();
    await press('Send a picture');
    await asked();
    expect(question()).toBe('This may show a naked body. Do you want to send it?');
    expect(all('.wh-scroll button')[0]?.textContent).toBe('Do not send it');
    expect(calls).toEqual([]);
    await press('Send it');
    await expect.poll(question).toBe('Do you still want to send it?');
    expect(calls).toEqual([]);
    await press('Yes, send it');
    await expect.poll(() => calls).toEqual(['sent']);
  });

  test('not sending is one press, and a message to somebody trusted leaves the picture unsent', async () => {
    const { calls } = await open({ settings: { trusted: 'ana@hub.example' } });
    await press('Send a picture');
    await asked();
    await press('Do not send it');
    await expect.poll(() => calls).toEqual(['kept']);
    await press('Send a picture');
    await asked();
    await press(/^Message Ana/);
    await expect
      .poll(() => calls.slice(1).sort())
      .toEqual([expect.stringMatching(/^kept/), expect.stringMatching(/^message ana/)]);
  });

  test('a question before sending waits for one that stands open, begins at its first step, and gets its answer', async () => {
    const { calls, answer } = await open({ model: 'late', settings: { covers: 'every' } });
    await covered();
    await press('Send a picture');
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await asked();
    await press('Show it');
    await expect.poll(question).toBe('Do you still want to see it?');
    answer();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(question()).toBe('Do you still want to see it?');
    await press('Keep it covered');
    await expect.poll(question).toBe('This may show a naked body. Do you want to send it?');
    expect(calls).toEqual([]);
    await press('Do not send it');
    await expect.poll(() => calls).toEqual(['kept']);
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    await covered();
  });

  test('a device that cannot look just now asks, as one that is too slow', async () => {
    const { calls } = await open({ model: 'gone' });
    await covered();
    await press('Send a picture');
    await expect.poll(question).toMatch(/^Your phone could not check this picture/);
    await press('Do not send it');
    await expect.poll(() => calls).toEqual(['kept']);
  });

  test('what is taken away while the device looks is not asked about, and not sent', async () => {
    const { calls, answer } = await open({ model: 'late' });
    await expect.poll(() => all('main button').length).toBeGreaterThan(0);
    await press('Send a picture');
    await press('Take it away');
    answer();
    await expect.poll(() => calls).toEqual(['kept']);
    expect(all('.wh-dialog')).toEqual([]);
  });

  test('somebody who pushes is blocked and reported in one step, with the words and without the picture', async () => {
    const { world } = await open();
    await press('Send a picture');
    await asked();
    await press(/^Block Mal and tell/);
    await expect.poll(question).toBe('The safety team knows now');
    expect((await world.wellhouse.reports())[0]?.category).toBe('child.csam_solicitation');
  });

  test('what the device could not look at in time is asked about, without a word about what it shows', async () => {
    const { calls } = await open({ model: 'hangs' });
    await expect.poll(() => all('main button').length).toBeGreaterThan(0);
    const later = globalThis.setTimeout;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, delayMs?: number) =>
      later(act, delayMs === 10_000 ? 0 : delayMs)) as typeof setTimeout);
    await press('Send a picture');
    await asked();
    expect(question()).toBe('Your phone could not check this picture. Do you want to send it?');
    expect(find('.wh-dialog').textContent).not.toMatch(/naked|noticed/);
    expect(await axeFindings()).toEqual([]);
    await press('Do not send it');
    await expect.poll(() => calls).toEqual(['kept']);
  });

  test('a file that the model does not read, as one that moves, is asked about where there are covers, and nowhere else', async () => {
    for (const { band, settings } of [
      { band: '13-17', settings: {} },
      { band: 'under-13', settings: { covers: 'off' } },
      { band: '13-17', settings: { covers: 'every' } },
      { band: 'adult', settings: { covers: 'noticed' } },
    ] as const) {
      const { calls } = await open({ model: 'refuses', band, settings });
      await covered();
      await press('Send a picture');
      await asked();
      expect(question()).toBe('Your phone could not check this picture. Do you want to send it?');
      expect(find('.wh-dialog').textContent).not.toMatch(/naked|noticed/);
      expect(calls).toEqual([]);
      await press('Do not send it');
      await expect.poll(() => calls).toEqual(['kept']);
      story?.unmount();
    }
    const { calls } = await open({ model: 'refuses', band: 'adult' });
    await shown();
    await press('Send a picture');
    await expect.poll(() => calls).toEqual(['sent']);
  });

  test('harmless pictures, and all where there is no model or none could be loaded, are sent without a question', async () => {
    for (const model of ['harmless', 'none', 'unloaded'] as const) {
      const { calls } = await open({ model });
      await expect.poll(() => all('main button').length).toBeGreaterThan(0);
      await press('Send a picture');
      await expect.poll(() => calls).toEqual(['sent']);
      story?.unmount();
    }
  });
});

describe.each(['en', 'ar'])('in %s', (locale) => {
  test.each(['light', 'dark'] as const)('axe-core finds nothing on any screen in %s', async (theme) => {
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      const findings = await axeFindings();
      if (findings.length > 0) found[name] = findings;
    };
    await open({ locale, theme });
    await covered();
    await look('cover');
    const option = async (index: number, name: string) => {
      await page.elementLocator(find('.wh-picture-cover button')).click();
      await asked();
      if (index === 0) await look('ask');
      const before = question();
      await page.elementLocator(find('.wh-option', index)).click();
      await expect.poll(question).not.toBe(before);
      await look(name);
      await userEvent.keyboard('{Escape}');
      await expect.poll(() => all('.wh-dialog').length).toBe(0);
    };
    await option(0, 'choose');
    await option(1, 'helpers');
    await option(3, 'done');
    await page.elementLocator(find('.wh-picture-cover button')).click();
    await asked();
    await page.elementLocator(find('.wh-go-on')).click();
    await expect.poll(() => all('.wh-option').length).toBe(0);
    await look('sure');
    expect(found).toEqual({});
  });
});

test.each([
  ['320 pixels wide', 320, 640],
  ['zoomed to 400 %', 320, 256],
])('%s: nothing is cut off sideways, and every control is 44 pixels high', async (_, width, height) => {
  await page.viewport(width, height);
  await ask({ locale: 'de' });
  for (const box of all('.wh-modal, .wh-scroll, .wh-bar')) {
    expect(box.scrollWidth, box.className).toBeLessThanOrEqual(box.clientWidth + 1);
  }
  for (const control of all('.wh-dialog :is(button, summary), .wh-picture-cover button')) {
    expect(control.getBoundingClientRect().height, control.textContent ?? '').toBeGreaterThanOrEqual(43.5);
  }
});
