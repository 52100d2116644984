import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EnforcementEvent } from '@wellhouse/protocol';
import type { Page } from 'playwright-core';
import { person, say, startGroup, violations, webRoot } from './browser-harness.ts';
import { notice, startService } from './harness.ts';

const accountId = 'mal@messenger.localhost';
const reason = 'You quoted a threat that another person had made.';

/** Keeps a picture of the page when SCREENSHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

function suspended(): EnforcementEvent {
  return {
    type: 'account.suspended',
    sequence: 1,
    timestamp: new Date().toISOString(),
    data: { accountId, notice: notice('D-1'), until: new Date(Date.now() + 7 * 86_400_000).toISOString() },
  };
}

function restored(): EnforcementEvent {
  return {
    type: 'account.restored',
    sequence: 2,
    timestamp: new Date().toISOString(),
    data: {
      accountId,
      notice: { ...notice('D-1', 'Your suspension was taken back.'), reason },
      standing: { banned: false, suspendedUntil: null, limitedUntil: null },
    },
  };
}

test('a suspended person appeals from the notice, is heard, restored, and reads why', async (t) => {
  const service = await startService(t, { webRoot });
  const { page, problems } = await person(service, 'Mal', { width: 390, height: 844 });
  await person(service, 'Ana');
  await startGroup(page, ['Ana']);
  await say(page, 'He said he would hurt me');
  await service.webhook(suspended());
  const banner = page.getByRole('region', { name: /suspended until/ });
  await banner.getByText('You can appeal until').waitFor();
  assert.deepEqual(await violations(page), []);

  await banner.getByRole('button', { name: 'Appeal' }).click();
  await page.keyboard.type('I was quoting what he wrote to me.');
  await shot(page, 'appeal-form');
  assert.deepEqual(await violations(page), []);
  await banner.getByRole('button', { name: 'Send the appeal' }).click();
  await banner.getByText('Your appeal A-7K3F-92QD').waitFor();
  await shot(page, 'appeal-made');
  assert.deepEqual(service.appeals.state.made, [
    { accountId, statement: 'I was quoting what he wrote to me.', locale: 'en' },
  ]);
  await page.reload();
  await banner.getByText('It has arrived. A different person will look again.').waitFor();
  assert.equal(await banner.getByRole('button', { name: 'Appeal' }).count(), 0, 'one appeal');

  service.appeals.hear('overturned', reason);
  await service.webhook(restored());
  const news = page.getByRole('region', { name: 'Your suspension was taken back.' });
  await news.getByText('A different person looked again. The decision was taken back.').waitFor();
  await news.locator('.wh-appeal-reason', { hasText: reason }).waitFor();
  await shot(page, 'appeal-overturned');
  assert.deepEqual(await violations(page), []);
  await news.getByRole('button', { name: 'I have read this' }).click();
  await page.getByRole('button', { name: /^Weekend/ }).click();
  await say(page, 'Thank you');
  assert.deepEqual(problems, []);
});

test('an appeal that is turned down is answered where it was made, in the person’s language', async (t) => {
  const service = await startService(t, { webRoot });
  const { page } = await person(service, 'Mal');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('العربية').click();
  await page.keyboard.press('Escape');
  await page.reload();
  await service.webhook(suspended());
  await page.getByRole('button', { name: 'تقديم اعتراض' }).click();
  await page.keyboard.type('لم أقل ذلك.');
  await page.getByRole('button', { name: 'إرسال الاعتراض' }).click();
  await page.getByText('وصل الاعتراض').waitFor();
  assert.equal(service.appeals.state.made[0]?.locale, 'ar');
  service.appeals.hear('upheld', 'راجعنا المحادثة كلها.');
  await page.reload();
  await page.getByText('يبقى القرار كما هو').waitFor();
  await page.getByText('راجعنا المحادثة كلها.').waitFor();
  assert.deepEqual(await violations(page), []);
});

test('the answer to an appeal against a warning is shown although the warning was read and put away', async (t) => {
  const service = await startService(t, { webRoot });
  const { page } = await person(service, 'Mal');
  const warned = notice('D-2', 'You have received a warning.');
  const event = { sequence: 1, timestamp: new Date().toISOString() };
  await service.webhook({ ...event, type: 'account.warned', data: { accountId, notice: warned } });
  await page.getByRole('button', { name: 'Appeal' }).click();
  await page.keyboard.type('It was a joke among friends.');
  await page.getByRole('button', { name: 'Send the appeal' }).click();
  await page.getByText('Your appeal A-7K3F-92QD').waitFor();
  await page.getByRole('button', { name: 'I have read this' }).click();
  await page.getByText('You have received a warning.').waitFor({ state: 'detached' });
  service.appeals.hear('upheld', reason);
  const answer = {
    ...warned,
    headline: 'The decision stays.',
    reason,
    decidedAt: new Date(Date.now() + 1).toISOString(),
  };
  await service.webhook({ ...event, sequence: 2, type: 'appeal.answered', data: { accountId, notice: answer } });
  const news = page.getByRole('region', { name: 'The decision stays.' });
  await news.getByText('A different person looked again. The decision stays.').waitFor();
});

test('another account that knows the decision cannot appeal against it', async (t) => {
  const service = await startService(t, { webRoot });
  const { page } = await person(service, 'Ana');
  const { data } = restored();
  const event = {
    ...suspended(),
    data: { ...data, accountId: 'ana@messenger.localhost', until: '2099-01-01T00:00:00Z' },
  };
  const { standing: _standing, ...own } = event.data as typeof event.data & { standing?: unknown };
  await service.webhook({ ...event, data: own } as EnforcementEvent);
  await page.getByRole('button', { name: 'Appeal' }).click();
  await page.keyboard.type('Not mine.');
  await page.getByRole('button', { name: 'Send the appeal' }).click();
  await page.getByText('The server did not accept the appeal.').waitFor();
  await page.getByText('Write to appeals@messenger.localhost').first().waitFor();
  assert.deepEqual(service.appeals.state.made, []);
  assert.ok(service.appeals.state.strangers.includes('ana@messenger.localhost'));
});
