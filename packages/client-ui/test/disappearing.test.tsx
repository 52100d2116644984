/** Reports of messages that have disappeared from the conversation, or do so while the dialog is open. */
import { afterEach, expect, test } from 'vitest';
import { all, axeFindings, close, expectQuestion, find, open, press, walkTo } from './support/walk.ts';

afterEach(close);

const minutes = 60_000;
const words = 'I will hurt you.';
const dialogText = (): string => find('.wh-dialog').textContent ?? '';

test('the words of a disappeared message are covered until the reporter asks for them; what is sent is the same', async () => {
  const { world } = await open({ expiresAfter: { reported: 1_800 } });
  await walkTo('preview');
  expect(dialogText()).toContain('Disappeared message, covered');
  expect(dialogText()).not.toContain(words);
  expect(await axeFindings()).toEqual([]);
  await press('Show the words');
  await expect.poll(dialogText).toContain(words);
  expect(await axeFindings()).toEqual([]);
  await press('Cover the words');
  await expect.poll(dialogText).not.toContain(words);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  expect(world.server.only().payload.evidence).toHaveLength(5);
});

test('a message that can no longer be reported is named as such, and the person can still be blocked', async () => {
  const { world, calls } = await open({ view: 'reports', expiresAfter: { reported: 1_800 } });
  world.time.now += 37 * minutes;
  await press('Report');
  await expectQuestion('This message can no longer be reported');
  expect(await axeFindings()).toEqual([]);
  await press('Block Mal');
  await expect.poll(() => calls).toEqual(['block mal@hub.example']);
});

test('a message that goes while the dialog is open is named, before anything is sent without it', async () => {
  const { world } = await open({ expiresAfter: { before: 3_600 } });
  await walkTo('preview');
  await expect.poll(dialogText).toContain('You are not invited.');
  world.time.now += 123 * minutes;
  await press('Send report');
  await expect.poll(dialogText).toContain('Disappeared meanwhile and not sent: a message from Mal');
  expect(dialogText()).not.toContain('You are not invited.');
  expect(world.server.reports.size).toBe(0);
  expect(await axeFindings()).toEqual([]);
  await expect.poll(() => all('.wh-footer .wh-button:not([disabled])').length).toBe(1);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  expect(world.server.only().payload.evidence).toHaveLength(4);
});

test('if it is the reported message that goes, the dialog says so and sends nothing', async () => {
  const { world } = await open({ expiresAfter: { reported: 3_600 } });
  await walkTo('preview');
  world.time.now += 127 * minutes;
  await press('Send report');
  await expect
    .poll(() => all('.wh-error').map((error) => error.textContent))
    .toEqual(['The message has disappeared meanwhile and can no longer be reported. Nothing was sent.']);
  expect(world.server.reports.size).toBe(0);
  expect(await axeFindings()).toEqual([]);
});

test('if all wordings that were in go, the dialog asks for one that is left, and sends it', async () => {
  const brief = Array.from({ length: 8 }, (_, index) => ({ words: `Have fun. ${index}`, expiresAfter: 3_600 }));
  const { world } = await open({
    ...{ expiresAfter: { reported: 3_600 } },
    edits: [{ words: 'I know where you sleep.', expiresAfter: 0 }, ...brief],
  });
  await walkTo('preview');
  world.time.now += 180 * minutes;
  await press('Send report');
  await expect
    .poll(() => all('.wh-error').map((error) => error.textContent))
    .toEqual([
      'What you chose has disappeared meanwhile. Another wording of this message is left: put one in. Nothing was sent.',
    ]);
  expect(await axeFindings()).toEqual([]);
  await press(/Show \d+ more message/);
  await expect.poll(dialogText).toContain('I know where you sleep.');
  find('.wh-taken-out[data-reported] button').click();
  await expect.poll(() => all('.wh-footer .wh-button:not([disabled])').length).toBe(1);
  await press('Send report');
  await expect.poll(() => world.server.reports.size).toBe(1);
  const { evidence } = world.server.only().payload;
  expect(evidence.filter(({ role }) => role === 'reported')).toHaveLength(1);
});
