import type { Locator, Page } from 'playwright-core';

export function reportDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Report a message' });
}

/** Answers a question whose choices lead on at once. */
export async function answer(page: Page, question: string, choice: string): Promise<void> {
  const dialog = reportDialog(page);
  const heading = dialog.getByRole('heading', { name: question });
  await heading.waitFor();
  await dialog.getByText(choice, { exact: true }).click();
  await heading.waitFor({ state: 'detached' });
}

/** Answers a question that waits for “Continue”. */
export async function answerAndContinue(page: Page, question: string, choice: string): Promise<void> {
  const dialog = reportDialog(page);
  await dialog.getByRole('heading', { name: question }).waitFor();
  await dialog.getByText(choice, { exact: true }).click();
  await pass(page, question);
}

export async function pass(page: Page, question: string): Promise<void> {
  const dialog = reportDialog(page);
  const heading = dialog.getByRole('heading', { name: question });
  await heading.waitFor();
  await dialog.getByRole('button', { name: /^(Continue|Skip)$/ }).click();
  await heading.waitFor({ state: 'detached' });
}
