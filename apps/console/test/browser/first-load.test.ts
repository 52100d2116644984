import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openHouse } from './house.ts';

const house = openHouse();
const dist = join(import.meta.dirname, '..', '..', 'dist');

/** KiB as they go over the line. */
function sizeOf(name: string): number {
  return gzipSync(readFileSync(join(dist, name))).length / 1024;
}

function total(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + sizeOf(name), 0);
}

it('holds what comes before the first page within 165 KiB of programs and 20 KiB of styles', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name = '']) => name);
  const scripts = names.filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 0);
  assert.ok(total(scripts) <= 165, `${scripts.join(', ')} are ${total(scripts).toFixed(1)} KiB`);
  const styles = names.filter((name) => name.endsWith('.css'));
  assert.ok(total(styles) <= 20, `${styles.join(', ')} are ${total(styles).toFixed(1)} KiB`);
});

it('has no single file of more than 100 KiB', () => {
  const large = readdirSync(join(dist, 'assets'))
    .map((name) => join('assets', name))
    .filter((name) => /\.(js|css)$/.test(name) && sizeOf(name) > 100);
  assert.deepEqual(large, []);
});

it('brings the login without the pages behind it, and a page without the others', async () => {
  const { page, fixture, faults } = await house.open({ path: '/no-page-yet' });
  // What is brought while nothing else is to be done is not what a page waits for.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await page.goto(`${fixture.url}/login`);
  await page.locator('.front-card form').waitFor();
  const loaded = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname.slice(1))
        .filter((name) => name.endsWith('.js')),
    );
  const login = await loaded();
  assert.deepEqual(
    login.filter((name) => name.includes('Screen-')).map((name) => name.replace(/.*\/|-.*/g, '')),
    ['LoginScreen'],
  );
  assert.ok(total(login) <= 320, `the login is ${total(login).toFixed(1)} KiB`);
  await page.context().addCookies([fixture.cookieFor('reviewer')]);
  await page.goto(`${fixture.url}/deliveries`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const screens = (await loaded()).filter((name) => name.includes('Screen-'));
  assert.ok(screens.some((name) => name.includes('DeliveriesScreen-')));
  assert.ok(!screens.some((name) => name.includes('CaseScreen-')));
  assert.deepEqual(faults, [], 'no chunk runs before zod is told that the policy forbids compiled parsers');
});

it('says so when a page does not come, and has it after a second try', async () => {
  const { page, fixture } = await house.open({ role: 'lead', path: '/numbers' });
  await page.locator('.days-chart').waitFor();
  await page.route('**/assets/*Screen-*.js', (route) => route.abort());
  await page.goto(`${fixture.url}/audit`);
  const again = page.getByRole('alert').getByRole('button', { name: 'Load again' });
  await again.waitFor();
  await page.unroute('**/assets/*Screen-*.js');
  await again.click();
  await page.locator('.table, .empty').first().waitFor();
});
