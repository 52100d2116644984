/** A message that its sender changed after it was seen, and files that a report has no room for. */
import { afterEach, expect, test } from 'vitest';
import { all, axeFindings, close, find, open, press, walkTo } from './support/walk.ts';

afterEach(close);

const harmless = (count: number): string[] => Array.from({ length: count }, (_, index) => `Have fun. ${index}`);
const dialogText = (): string => find('.wh-dialog').textContent ?? '';
const put = (): HTMLElement[] => all('.wh-taken-out[data-reported]');

test('an abusive edit under a flood of 200 harmless ones is found by its words, put in, and sent as reported', async () => {
  const { world } = await open({ edits: [...harmless(5), 'I know where you sleep.', ...harmless(194)] });
  await walkTo('preview');
  expect(dialogText()).toContain('Mal changed this message. 192 other wordings are not sent.');
  expect(dialogText()).toContain('a report holds 64 messages at most');
  expect(put()).toHaveLength(0);
  expect(dialogText()).not.toContain('I know where you sleep.');
  expect(await axeFindings()).toEqual([]);
  for (let pages = 1; pages <= 4; pages++) {
    await press(/Show \d+ more messages/);
    await expect.poll(() => put().length).toBe(Math.min(50 * pages, 192));
  }
  const row = put().find((candidate) => candidate.textContent?.includes('I know where you sleep.'));
  expect(row?.textContent).toContain('Another wording by Mal, not sent:');
  expect(await axeFindings()).toEqual([]);
  row?.querySelector('button')?.click();
  await expect.poll(() => all('.wh-message[data-reported]').length).toBe(10);
  expect(dialogText()).toContain('191 other wordings are not sent.');
  await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  const { evidence } = world.server.only().payload;
  expect(evidence.filter(({ role }) => role === 'reported')).toHaveLength(10);
});

test('a full report says so, and takes no more', async () => {
  const { world } = await open({ edits: harmless(200) });
  await walkTo('preview');
  for (let pages = 1; pages <= 2; pages++) {
    await press(/Show \d+ more messages/);
    await expect.poll(() => put().length).toBe(50 * pages);
  }
  for (let count = put().length; all('.wh-taken-out[data-reported] button:not([disabled])').length > 0; count--) {
    find('.wh-taken-out[data-reported] button:not([disabled])').click();
    await expect.poll(() => put().length).toBe(count - 1);
  }
  expect(dialogText()).toContain('64 messages will be sent');
  expect(dialogText()).toContain('No more messages can be added.');
  expect(dialogText()).toMatch(/\d+ other wordings are not sent/);
  await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  expect(world.server.only().payload.evidence).toHaveLength(64);
});

test('a message that was never changed has no such note, and cannot be taken out', async () => {
  await open();
  await walkTo('preview');
  expect(dialogText()).not.toContain('changed this message');
  expect(all('.wh-message[data-reported]')).toHaveLength(1);
  expect(all('.wh-message[data-reported] .wh-row-act')).toHaveLength(0);
});

test('a file that the report has no room for is named, can be looked at, and is not said to be lost', async () => {
  const { world } = await open({ files: 0 });
  await walkTo('preview');
  expect(dialogText()).toContain('1 file has no room in this report and will not be sent, only described.');
  expect(dialogText()).toContain('No room for this file: only its description is sent.');
  expect(dialogText()).not.toContain('cannot be sent any more');
  expect(await axeFindings()).toEqual([]);
  await press('Show picture');
  await expect.poll(() => all('.wh-cover img').length).toBe(1);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  expect(world.server.only().payload.attachments).toEqual([]);
});
