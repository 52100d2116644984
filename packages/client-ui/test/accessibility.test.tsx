import { afterEach, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { all, axeFindings, close, find, open, walkTo } from './support/walk.ts';

afterEach(async () => {
  close();
  await page.viewport(1000, 800);
});

describe.each(['en', 'ar'])('in %s', (locale) => {
  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    test('axe-core finds nothing on any screen of a report', async () => {
      await open({ locale, theme, contacts: true });
      const found: Record<string, string[]> = {};
      await walkTo('sent', async (name) => {
        const findings = await axeFindings();
        if (findings.length > 0) found[name] = findings;
      });
      expect(found).toEqual({});
    });

    test('axe-core finds nothing on “My reports”, the way to help, to a stop, and before giving up', async () => {
      const { world } = await open({ locale, theme, view: 'reports' });
      const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
      draft.set({ category: 'threat.life' });
      await (await world.wellhouse.send(await draft.preview())).delivered;
      await expect.poll(() => all('.wh-progress').length).toBe(1);
      expect(await axeFindings()).toEqual([]);

      for (const choice of [0, 1]) {
        await open({ locale, theme, contacts: true });
        await page.elementLocator(find('.wh-option', choice)).click();
        await expect.poll(() => all('.wh-footer').length).toBe(1);
        expect(await axeFindings()).toEqual([]);
      }

      await open({ locale, theme });
      await walkTo('words');
      find('.wh-textarea').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
      );
      await expect.poll(() => all('[role="alertdialog"]').length).toBe(1);
      expect(await axeFindings()).toEqual([]);
    });
  });
});

test('every control is at least 44 pixels high and wide', async () => {
  await open({ contacts: true });
  const small: string[] = [];
  await walkTo('sent', async (name) => {
    for (const control of all('.wh-dialog :is(button, select, textarea, summary, .wh-choice, .wh-check)')) {
      const { width, height } = control.getBoundingClientRect();
      if (width < 43.5 || height < 43.5) small.push(`${name}: ${control.textContent} ${width}×${height}`);
    }
  });
  expect(small).toEqual([]);
});

test.each([
  ['320 pixels wide', 320, 640],
  ['zoomed to 400 %', 320, 256],
])('%s: nothing is cut off sideways, and everything can be reached', async (_, width, height) => {
  await page.viewport(width, height);
  await open({ locale: 'de' });
  await walkTo('sent', async (name) => {
    for (const box of all('.wh-modal, .wh-scroll, .wh-bar, .wh-footer')) {
      expect(box.scrollWidth, `${name} ${box.className}`).toBeLessThanOrEqual(box.clientWidth + 1);
    }
    const last = all('.wh-dialog button').at(-1);
    last?.scrollIntoView({ block: 'nearest' });
    const { top, bottom } = last?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
    expect(top, name).toBeGreaterThanOrEqual(-1);
    expect(bottom, name).toBeLessThanOrEqual(height + 1);
  });
});

async function emulate(name: string, value: string): Promise<void> {
  // typed by the provider's own module augmentation, which this project does not load
  const session: { send?: (method: string, params: unknown) => Promise<unknown> } = cdp();
  await session.send?.('Emulation.setEmulatedMedia', { features: [{ name, value }] });
}

test('with reduced motion nothing moves', async () => {
  const moving = (): Set<string> =>
    new Set(all('.wh-overlay, .wh-modal, .wh-screen').map((element) => getComputedStyle(element).animationName));
  await emulate('prefers-reduced-motion', 'no-preference');
  await open();
  expect(moving()).toContain('wh-fade');
  await emulate('prefers-reduced-motion', 'reduce');
  expect(moving()).toEqual(new Set(['none']));
});

test('in forced colours a choice and its selection are still drawn', async () => {
  await emulate('forced-colors', 'active');
  await open();
  await walkTo('danger');
  await page.elementLocator(find('.wh-choice', 1)).click();
  const width = (index: number): string => getComputedStyle(find('.wh-choice', index)).borderTopWidth;
  await expect.poll(() => [width(0), width(1)]).toEqual(['1px', '3px']);
  // these colours are the person's own choice, and axe reads ours
  expect(await axeFindings(['color-contrast'])).toEqual([]);
  await emulate('forced-colors', '');
});
