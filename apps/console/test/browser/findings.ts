import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
const rulesOfColours = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";

/**
 * What axe-core finds on the page under WCAG 2.2 AA and its best practices, as lines to read.
 * `onlyColours`: its rules of contrast alone, for a page of which only the theme has changed.
 */
export async function axeFindings(page: Page, { onlyColours = false } = {}): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource);
  // A string: the page's types know nothing of axe.
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ${onlyColours ? rulesOfColours : rules} }).then((result) =>
      result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).slice(0, 4).join(' | ')))`,
  );
  assert.ok(Array.isArray(found));
  return found.map(String);
}
