import axe from 'axe-core';
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import { openStory, type Story, type StoryOptions } from './story.tsx';

let current: Story | null = null;

/** Opens the dialog and waits for its first question. */
export async function open(options: StoryOptions = {}): Promise<Story> {
  close();
  document.documentElement.lang = options.locale ?? 'en';
  current = await openStory(options);
  const ready = options.view === 'reports' ? '.wh-mine' : '.wh-question';
  await expect.poll(() => document.querySelector(ready)).not.toBeNull();
  return current;
}

export function close(): void {
  current?.unmount();
  current = null;
}

export function question(): string {
  return find('.wh-dialog .wh-question').textContent ?? '';
}

export async function expectQuestion(text: string | RegExp): Promise<void> {
  await expect.poll(question).toMatch(text);
}

export function find(selector: string, index = 0): HTMLElement {
  const element = document.querySelectorAll<HTMLElement>(selector)[index];
  if (!element) throw new Error(`find no "${selector}" number ${index}`);
  return element;
}

export function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

export async function press(name: string | RegExp, role: 'button' | 'radio' | 'checkbox' = 'button'): Promise<void> {
  await page.getByRole(role, { name }).first().click();
}

/** The screens on the way through a report of a threat, by what can be pressed on each, in any language. */
export const screens = [
  { name: 'need', on: () => press1('.wh-option', 2) },
  { name: 'danger', on: () => press1('.wh-choice', 0).then(() => next()) },
  { name: 'danger-help', on: () => next() },
  { name: 'category', on: () => press1('.wh-option', 0) },
  { name: 'category-2', on: () => press1('.wh-option', 0) },
  { name: 'about', on: () => press1('.wh-choice', 0).then(() => next()) },
  { name: 'words', on: () => next() },
  { name: 'choices', on: () => next() },
  { name: 'preview', on: () => sendWhenReady() },
  { name: 'sent', on: async () => {} },
] as const;
export type ScreenName = (typeof screens)[number]['name'];

/** Goes through the screens up to the named one; `look` sees each screen that is passed, and the last. */
export async function walkTo(
  name: ScreenName,
  look: (name: ScreenName) => Promise<void> = async () => {},
): Promise<void> {
  for (const screen of screens) {
    if (screen.name === 'preview') await expect.poll(() => all('.wh-answers').length).toBe(1);
    if (screen.name === 'sent') await expect.poll(() => all('.wh-reference').length).toBe(1);
    await look(screen.name);
    if (screen.name === name) return;
    const before = question();
    await screen.on();
    await expect.poll(question).not.toBe(before);
  }
}

export async function next(): Promise<void> {
  await press1('.wh-footer .wh-button', all('.wh-footer .wh-button').length - 1);
}

async function sendWhenReady(): Promise<void> {
  await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
  await next();
}

async function press1(selector: string, index: number): Promise<void> {
  await page.elementLocator(find(selector, index)).click();
}

/** Findings of axe-core under WCAG 2.2 AA and its best practices, as lines to read. */
export async function axeFindings(without: readonly string[] = []): Promise<string[]> {
  // what is still fading in has less contrast than what will be read
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(ending.map((animation) => animation.finished));
  const { violations } = await axe.run(document.body, {
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

export function bytesShown(): string {
  return find('.wh-bytes').textContent ?? '';
}
