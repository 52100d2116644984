/** Long words, and the states that are rare. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { problem } from '../../client/test/support/safety-server.ts';
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import { all, axeFindings, close, expectQuestion, find, open, press, walkTo } from './support/walk.ts';

afterEach(async () => {
  close();
  await page.viewport(1000, 800);
});

const accents: Record<string, string> = { a: 'å', e: 'é', i: 'ï', o: 'ø', u: 'ü', c: 'ç', n: 'ñ', y: 'ý' };

/** The English sentences with accents, brackets, and 40 % more letters; ICU syntax stays as it is. */
function pseudo(sentence: string): string {
  let depth = 0;
  let long = '';
  for (const [position, letter] of [...sentence].entries()) {
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    const isText = depth === 0 && letter !== '}';
    const drawn = isText ? (accents[letter] ?? letter) : letter;
    long += isText && /[a-z]/i.test(letter) && position % 5 < 2 ? drawn + drawn : drawn;
  }
  return `[${long}]`;
}
const messages = Object.fromEntries(Object.entries(en).map(([id, sentence]) => [id, pseudo(sentence)]));

test('with words 40 % longer nothing is cut off at 320 pixels, and no sentence is left untranslatable', async () => {
  const length = (sentences: readonly string[]): number => sentences.join('').length;
  expect(length(Object.values(messages)) / length(Object.values(en))).toBeGreaterThan(1.3);
  await page.viewport(320, 640);
  await open({ messages });
  await walkTo('sent', async (name) => {
    for (const box of all('.wh-modal, .wh-scroll, .wh-bar, .wh-footer, .wh-dialog button')) {
      expect(box.scrollWidth, `${name} ${box.className}`).toBeLessThanOrEqual(box.clientWidth + 1);
    }
    const fromHere = all('.wh-bar button, .wh-footer button, h2.wh-question').map(
      (element) => element.textContent ?? '',
    );
    const isFromServer = (words: string): boolean => name.startsWith('category') && !words.startsWith('[');
    expect(
      fromHere.filter((words) => words !== '' && !words.startsWith('[') && !isFromServer(words)),
      name,
    ).toEqual([]);
  });
});

test('a device that was never online cannot report yet, says so, and can block', async () => {
  const { world, calls } = await open({ view: 'reports' });
  world.server.state.fault = () => 'network';
  await press('Report');
  await expectQuestion('Reporting is not ready yet');
  expect(await axeFindings()).toEqual([]);
  await press('Block Mal');
  await expect.poll(() => calls).toEqual(['block mal@hub.example']);
  expect(await world.wellhouse.isBlocked('mal@hub.example')).toBe(true);
  world.server.state.fault = () => null;
  await press('Try again');
  await expectQuestion('What do you need?');
});

test('a report that the server refuses is kept under “My reports” and can be sent again', async () => {
  const { world } = await open({ view: 'reports' });
  world.server.state.fault = ({ operation }) => (operation === 'POST reports' ? problem(422, 'invalid-request') : null);
  await press('Report');
  await walkTo('preview');
  await press('Send report');
  await expectQuestion('The safety team’s server did not accept the report'.replace('’', "'"));
  expect(await axeFindings()).toEqual([]);
  await press('Done');
  await expect.poll(() => all('.wh-state').map((state) => state.textContent)).toEqual(['Not accepted']);
  world.server.state.fault = () => null;
  await press('Try again');
  await expect.poll(() => all('.wh-progress').length).toBe(1);
});

test('a report that was not sent yet can be taken back, and the question says what that means', async () => {
  const { world } = await open({ view: 'reports' });
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'other' });
  const preview = await draft.preview();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(preview);
  await press('Do not send it');
  await expect.element(page.getByText('It has not reached the safety team, and then it never will.')).toBeVisible();
  await press('Delete');
  await expect.poll(async () => (await world.wellhouse.reports()).length).toBe(0);
  world.server.state.fault = () => null;
  await world.wellhouse.flush();
  expect(world.server.reports.size).toBe(0);
});

test('a report that the team could not open says so, without code words', async () => {
  const { world } = await open({ view: 'reports' });
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'other' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  world.server.only().view.status = 'unreadable';
  world.server.only().view.problem = { code: 'tampered', detail: 'the tag does not match' };
  await world.wellhouse.refresh();
  await expect.poll(() => all('.wh-error').length).toBe(1);
  expect(find('.wh-card').textContent).toContain('Please report again.');
  expect(find('.wh-card').textContent).not.toContain('tampered');
});

test('an app that cannot block says that it did not work', async () => {
  await open({ props: { onLeave: () => Promise.reject(new Error('offline')) } });
  await press(/Stop this person/);
  await press(/Leave the group/);
  await expect.element(page.getByText('That did not work. Please try again.')).toBeVisible();
});

test('a message’s words are drawn as words, never as markup', async () => {
  const { world } = await open({ view: 'reports' });
  const hostile = world.hub.text('mal@hub.example', '<img src=x onerror="document.title=1"><b>bold</b>');
  close();
  await open({ target: { kind: 'message', index: 0 }, props: { conversation: [hostile] } });
  await walkTo('preview');
  expect(find('.wh-words').children).toHaveLength(0);
  expect(find('.wh-words').textContent).toContain('<b>bold</b>');
});
