import { MeasureId } from '@wellhouse/protocol';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { all, axeFindings, close, find, open, press } from './support/walk.ts';

afterEach(close);
const text = (selector: string): string => find(selector).textContent ?? '';

async function decided(options: Parameters<typeof open>[0] = {}) {
  const { world } = await open({ view: 'reports', ...options });
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'threat.life' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  const report = world.server.only();
  report.view.status = 'decided';
  report.view.decision = {
    ...{ decidedAt: '2026-11-04T10:00:00.000Z', outcome: 'no-action', summary: 'No rule was broken.', policy: null },
    appeal: { how: 'Write to appeals@safety.example', until: '2027-05-04T10:00:00.000Z' },
  };
  await world.wellhouse.refresh();
  await expect.poll(() => all('.wh-card .wh-appeal').length).toBe(1);
  return { world, kept: world.server.appealTo(`reports/${report.receipt.reportId}`) };
}

test('who reported appeals under “My reports”, sees that it arrived, and reads what came of it', async () => {
  const { world, kept } = await decided();
  expect(text('.wh-appeal')).toContain('You can appeal until May 4, 2027.');
  await press('Appeal');
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
  await userEvent.keyboard('He wrote it twice.');
  await press('Send the appeal');
  await expect.poll(() => text('.wh-appeal')).toContain('Your appeal A-7K3F-92QD');
  expect(text('.wh-appeal')).toContain('You should have an answer by November 12, 2026.');
  expect(kept.bodies[0]?.statement).toBe('He wrote it twice.');
  expect(all('.wh-appeal button')).toHaveLength(0);

  if (!kept.own.appeal) throw new Error('expected an appeal');
  kept.own.appeal = {
    ...kept.own.appeal,
    status: 'reopened',
    outcome: { decidedAt: '2026-11-10T10:00:00.000Z', reason: 'We had missed the second message.' },
  };
  await world.wellhouse.refresh();
  await expect.poll(() => text('.wh-appeal')).toContain('is made anew');
  expect(text('.wh-appeal-reason')).toBe('We had missed the second message.');
});

test('a form that is empty sends nothing, and an appeal without a network says that it waits', async () => {
  const { world, kept } = await decided();
  await press('Appeal');
  expect(find('.wh-appeal-form button').hasAttribute('disabled')).toBe(true);
  await press('Not now');
  expect(kept.bodies).toHaveLength(0);
  world.server.state.fault = () => 'network';
  await press('Appeal');
  await userEvent.keyboard('He wrote it twice.');
  await press('Send the appeal');
  await expect.poll(() => text('.wh-appeal')).toContain('is sent as soon as you are online');
});

test('who cannot appeal reads why, and another way', async () => {
  const { world, kept } = await decided();
  kept.own = { ...kept.own, refusal: 'appeal-over' };
  await world.wellhouse.refresh();
  await expect.poll(() => text('.wh-appeal')).toContain('The time for an appeal is over.');
  expect(text('.wh-appeal')).toContain('Write to appeals@safety.example');
  expect(all('.wh-appeal button')).toHaveLength(0);
});

const at = '2026-11-01T10:00:00.000Z';
const [pauseId, warningId] = [1, 2].map((n) => MeasureId.parse(`3333333${n}-3333-4333-8333-333333333333`));
if (pauseId === undefined || warningId === undefined) throw new Error('name two measures');
const until = '2026-11-08T10:00:00.000Z';
const standing = {
  report: { warning: null, pause: { measureId: pauseId, reason: 'Again and again.', at, until }, lifted: null },
  appeal: { warning: { measureId: warningId, reason: 'Please write why.', at }, pause: null, lifted: null },
  complaints: 'Write to appeals@safety.example',
};

test('a warning and a pause stand above the reports: why, until when, and what can still be reported', async () => {
  await open({ view: 'reports', standing });
  await expect.poll(() => all('.wh-own-standing').length).toBe(2);
  const [report, appeal] = all('.wh-own-standing').map((section) => section.textContent ?? '');
  expect(report).toContain('You cannot report until November 8, 2026');
  expect(report).toContain('Again and again.');
  expect(report).toContain('You can still report danger to a life, and anything about a child.');
  expect(report).toContain('Write to appeals@safety.example');
  expect(appeal).toContain('The safety team has warned you about your appeals');
  expect(appeal).not.toContain('You can still report');
});

test('a pause is appealed against where it stands, and that it was taken back is told with the reason', async () => {
  const { world } = await open({ view: 'reports', standing });
  await expect.poll(() => all('.wh-own-standing .wh-appeal').length).toBe(2);
  const pause = () => all('.wh-own-standing')[0]?.textContent ?? '';
  const button = all('.wh-own-standing .wh-appeal button')[0];
  if (!(button instanceof HTMLElement)) throw new Error('find no way to appeal');
  await page.elementLocator(button).click();
  await userEvent.keyboard('Two of them were right.');
  await press('Send the appeal');
  const kept = world.server.appealTo(`measures/${pauseId}`);
  await expect.poll(() => kept.bodies.length).toBe(1);
  expect(kept.bodies[0]?.statement).toBe('Two of them were right.');
  await expect.poll(pause).toContain('Your appeal A-7K3F-92QD');
  await close();

  if (!kept.own.appeal) throw new Error('expected an appeal');
  kept.own.appeal = {
    ...kept.own.appeal,
    status: 'overturned',
    outcome: { decidedAt: at, reason: 'Two of them were right indeed.' },
  };
  const lifted = { measureId: pauseId, kind: 'pause' as const, at };
  const after = { ...standing, report: { warning: null, pause: null, lifted } };
  const again = await open({ view: 'reports', standing: after });
  Object.assign(again.world.server.appealTo(`measures/${pauseId}`), kept);
  await again.world.wellhouse.refreshAppeal({ kind: 'measure', measureId: pauseId });
  await expect.poll(pause).toContain('Two of them were right indeed.');
  expect(pause()).toContain('The pause on your reports or appeals was taken back on November 1, 2026');
});

test.each(['en', 'ar'])('axe-core finds nothing on the form, the answer and a pause, in %s', async (locale) => {
  await page.viewport(390, 844);
  const { world, kept } = await decided({ locale, standing });
  await page.elementLocator(find('.wh-card .wh-appeal button')).click();
  await expect.poll(() => all('.wh-appeal-form').length).toBe(1);
  expect(await axeFindings()).toEqual([]);
  await userEvent.keyboard('He wrote it twice.');
  await page.elementLocator(find('.wh-appeal-form button')).click();
  await expect.poll(() => kept.bodies.length).toBe(1);
  await expect.poll(() => all('.wh-card .wh-appeal .wh-appeal-title').length).toBe(1);
  if (kept.own.appeal) kept.own.appeal.outcome = { decidedAt: '2026-11-10T10:00:00.000Z', reason: 'Seen again.' };
  await world.wellhouse.refresh();
  await expect.poll(() => all('.wh-appeal-reason').length).toBe(1);
  expect(await axeFindings()).toEqual([]);
  await page.viewport(1000, 800);
});
