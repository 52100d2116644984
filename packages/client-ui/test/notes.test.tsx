import { NoteId } from '@wellhouse/protocol';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { all, axeFindings, close, find, open } from './support/walk.ts';

afterEach(close);
const text = (selector: string): string => find(selector).textContent ?? '';

const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const note = (index: number, words: string) => ({
  ...{ noteId: NoteId.parse(ids[index]), sentAt: `2026-11-0${4 + index}T10:00:00.000Z`, text: words },
});

/** "My reports" with one report, about which the safety team has written. */
async function written(words: readonly string[], options: Parameters<typeof open>[0] = {}) {
  const { world } = await open({ view: 'reports', ...options });
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'threat.life' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  const report = world.server.only();
  report.view.notes = words.map((one, index) => note(index, one));
  await world.wellhouse.refresh();
  if (words.length > 0) await expect.poll(() => all('.wh-note').length).toBe(words.length);
  return { world, report };
}

const isNew = async (world: Awaited<ReturnType<typeof written>>['world']): Promise<boolean[]> =>
  (await world.wellhouse.reports()).flatMap((report) => report.notes.map((one) => one.isNew));

test('a message of the safety team stands under the report, marked as new, and is read once it was on the screen', async () => {
  const { world } = await written(['Thank you.\nPlease keep the messages.']);
  expect(text('.wh-notes-title')).toBe('From the safety team');
  expect(text('.wh-note-head')).toContain('November 4, 2026');
  expect(text('.wh-note-new')).toBe('New');
  expect(text('.wh-note-text')).toBe('Thank you.\nPlease keep the messages.');
  expect(getComputedStyle(find('.wh-note-text')).whiteSpace).toBe('pre-wrap');
  await expect.poll(() => isNew(world)).toEqual([false]);
  expect(text('.wh-note-new'), 'it stays marked until the person leaves').toBe('New');
});

test('a message that is below what is shown stays new until the person gets there', async () => {
  const { world, report } = await written([]);
  find('.wh-mine-list').style.marginBlockStart = '3000px';
  report.view.notes = [note(0, 'Thank you.')];
  await world.wellhouse.refresh();
  await expect.poll(() => all('.wh-note').length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await isNew(world)).toEqual([true]);
  find('.wh-note').scrollIntoView();
  await expect.poll(() => isNew(world)).toEqual([false]);
});

test('a screen reader hears of each message once', async () => {
  const { world, report } = await written([]);
  const status = () => text('.wh-mine > [role="status"]');
  expect(status()).toBe('');
  report.view.notes = [note(0, 'Thank you.')];
  await world.wellhouse.refresh();
  await expect.poll(status).toBe('The safety team has written to you.');
  report.view.notes = [note(0, 'Thank you.'), note(1, 'One more thing.')];
  await world.wellhouse.refresh();
  await expect.poll(() => all('.wh-note').length).toBe(2);
  await expect.poll(status).toBe('The safety team has written to you.');
});

test('words that look like markup are words', async () => {
  await written(['<img src=x onerror="document.title=1"> <b>bold</b>']);
  expect(text('.wh-note-text')).toBe('<img src=x onerror="document.title=1"> <b>bold</b>');
  expect(all('.wh-note-text img, .wh-note-text b')).toHaveLength(0);
});

test.each(['en', 'ar', 'de', 'es'])('axe-core finds nothing on a message of the safety team, in %s', async (locale) => {
  await page.viewport(390, 844);
  await written(['Thank you for telling us.', 'شكرا لك'], { locale, theme: locale === 'ar' ? 'dark' : 'light' });
  expect(await axeFindings()).toEqual([]);
  await page.viewport(1000, 800);
});
