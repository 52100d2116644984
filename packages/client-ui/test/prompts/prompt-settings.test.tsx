import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openPromptStory, type PromptStory, type PromptStoryOptions } from '../support/prompt-story.tsx';
import { all, axeFindings, find, press } from '../support/walk.ts';

let story: PromptStory | null = null;
afterEach(async () => {
  story?.unmount();
  story = null;
  await page.viewport(1000, 800);
});

async function open(options: PromptStoryOptions = {}): Promise<PromptStory> {
  story?.unmount();
  story = await openPromptStory({ view: 'settings', ...options });
  await expect.poll(() => all('.wh-noticed').length).toBe(1);
  return story;
}
const words = (): string => find('.wh-noticed').textContent ?? '';
const lines = (): string[] => all('.wh-log li p').map((line) => line.textContent ?? '');

test('it says what runs where, which packs and languages there are, and that nobody hears of it', async () => {
  await open();
  expect(words()).toContain('Only reports that you send yourself.');
  expect(words()).toContain('not the sender, not the safety team, not your family');
  expect(words()).toContain('English: pack drill-en, version 3, 1.2 MB');
  expect(words()).toContain('In other languages nothing is noticed');
  find('.wh-packs summary').click();
  expect(words()).toContain('Apache-2.0');
  expect(words()).not.toContain('Pictures');
});

test('what looks at pictures is named, too', async () => {
  const licences = [{ part: 'Weights', licence: 'MIT', attribution: 'Drill Authors' }];
  const pack = { id: 'drill-pictures', language: 'zxx', kinds: ['sensitive-picture'], version: 2 } as const;
  await open({ pictures: { packs: [] } });
  expect(words()).toContain('The part that looks at pictures is read once pictures may be covered');
  await open({ pictures: { packs: [{ ...pack, size: 3_000_000, licences }] } });
  expect(words()).toContain('Pictures: pack drill-pictures, version 2, 3 MB');
  expect(words()).toContain('Drill Authors');
});

test('a line begins with a capital letter also where names of languages have none', async () => {
  await open({ locale: 'es' });
  expect(words()).toContain('Inglés: paquete drill-en');
});

test('what was noticed stands in the log without the message’s words, and goes when its owner says so', async () => {
  const { world, text, classifier } = await open({ kind: 'threat' });
  expect(lines()).toEqual(['Threats, from Mal You were asked.']);
  const later = { conversationId: 'group', sender: 'mal@hub.example' };
  await world.wellhouse.prompts.look({ ...later, messageId: 'm2', text: 'drill spam' });
  classifier.trouble = 'unavailable';
  await world.wellhouse.prompts.look({ ...later, messageId: 'm3', text: 'drill threat' });
  await expect
    .poll(lines)
    .toEqual([
      '1 message could not be looked at. It was shown.',
      'Spam and tricks, from Mal No new question: there had been one shortly before.',
      'Threats, from Mal You were asked.',
    ]);
  expect(words()).toContain('It does not work at the moment. Messages are shown as always.');
  expect(words()).not.toContain(text);
  await press('Delete all that was noticed');
  await expect.poll(() => document.activeElement?.textContent).toBe('It was deleted.');
  expect(await world.wellhouse.prompts.log()).toEqual([]);
  expect(world.server.calls).toEqual([]);
});

test('a kind that is “not for me” is off here, and can be switched on again', async () => {
  const { world } = await open();
  await world.wellhouse.prompts.setKind({ kind: 'insult', isOn: false });
  const box = page.getByRole('checkbox', { name: /^Insults and bullying/ });
  await expect.element(box).not.toBeChecked();
  // whoever did not switch it off can see that somebody did
  await expect.element(page.getByText(/Off since .*2026/)).toBeVisible();
  await page.getByText('Insults and bullying').first().click();
  await expect.element(box).toBeChecked();
  expect((await world.wellhouse.prompts.settings()).off).toEqual([]);
});

test('switched off as a whole, the kinds cannot be chosen', async () => {
  const { world } = await open();
  await page
    .getByText(/Ask me when/)
    .first()
    .click();
  await expect.element(page.getByRole('checkbox', { name: 'Threats' })).toBeDisabled();
  expect(words()).toContain('Off since');
  expect((await world.wellhouse.prompts.settings()).isOn).toBe(false);
});

test('a list that is not kept is empty, and says so', async () => {
  const { world } = await open();
  await page
    .getByText(/Keep this list/)
    .first()
    .click();
  await expect.poll(words).toContain('This list is not kept.');
  expect(await world.wellhouse.prompts.log()).toEqual([]);
});

describe.each([
  ['en', 'light'],
  ['de', 'dark'],
  ['ar', 'dark'],
] as const)('in %s and %s', (locale, theme) => {
  test('axe-core finds nothing, and nothing runs over the edge of 320 pixels', async () => {
    await page.viewport(320, 640);
    await open({ locale, theme, kind: 'spam' });
    find('.wh-packs summary').click();
    expect(await axeFindings()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  });
});
