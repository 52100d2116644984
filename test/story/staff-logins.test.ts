import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type Visitor, visit } from './support/browser.ts';
import { type SafetyServer, startSafetyServer } from './support/safety-server.ts';
import { picture } from './support/screenshots.ts';

const password = 'a calm and long sentence';
let server: SafetyServer;
let browser: Browser;
let robin: Visitor;
let elsewhere: Visitor;
let broken = false;

before(async () => {
  server = await startSafetyServer({ WELLHOUSE_SECOND_FACTOR: 'required' });
  browser = await launchBrowser();
});
after(async () => {
  if (broken)
    for (const [name, { page }] of Object.entries({ robin, elsewhere })) await picture(page, `failed-${name}`);
  await browser?.close();
  await server?.stop();
});

/** A sensor in the device that knows its owner's finger (CDP WebAuthn). */
async function addSensor(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** What an authenticator app shows for a secret in base32 (RFC 6238), `steps` of half a minute from now. */
function codeOf(secret: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function logOut(page: Page): Promise<void> {
  await page.locator('.account-button').click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await heading(page, 'Log in');
}

test('from the first link to a passkey, an app and recovery codes; each of them lets in, and the password alone does not', async (story) => {
  broken = true;
  robin = await visit(browser, server.firstLogin);
  const { page } = robin;
  await addSensor(page);

  await story.test('the first admin has to set up a second factor, and a passkey is one', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Robin');
    await page.getByLabel('E-mail address').fill('robin@example.org');
    await page.getByLabel('Password').fill(password);
    await button(page, 'Create the account').click();
    await heading(page, 'Set up a second factor');
    await page.getByLabel('Name of the passkey').fill('Sensor of the laptop');
    await button(page, 'Add a passkey').click();
    await heading(page, 'Queue');
  });

  await story.test('the passkey logs in without an address or a password', async () => {
    await logOut(page);
    await button(page, 'Log in with a passkey').click();
    await heading(page, 'Queue');
  });

  let secret = '';
  let recovery = '';
  await story.test('on the account page an app and recovery codes are added', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await heading(page, 'My account');
    await page.getByText('Sensor of the laptop').waitFor();
    await button(page, 'Set up an app').click();
    await page.locator('svg.qr').waitFor();
    secret = (await page.locator('code.secret').innerText()).replaceAll(' ', '');
    await page.getByLabel('Code of the app').fill(codeOf(secret));
    await button(page, 'Confirm').click();
    await page.getByText('An app is set up since').waitFor();
    await button(page, 'Make new codes').click();
    recovery = await page.locator('.recovery-codes code').first().innerText();
    await page.getByText('10 codes left').waitFor();
  });

  await story.test('in another browser the password is asked for the code of the app, which works once', async () => {
    elsewhere = await visit(browser, new URL('/login', server.url).href);
    const other = elsewhere.page;
    await other.getByLabel('E-mail address').fill('robin@example.org');
    await other.getByLabel('Password').fill(password);
    await button(other, 'Log in').click();
    // A later one than the app was set up with, which is spent; half a minute ahead is in time whenever that minute ends.
    const code = codeOf(secret, 1);
    await other.getByLabel('Code', { exact: true }).fill(code);
    await button(other, 'Log in').click();
    await heading(other, 'Queue');
    await logOut(other);
    await other.getByLabel('E-mail address').fill('robin@example.org');
    await other.getByLabel('Password').fill(password);
    await button(other, 'Log in').click();
    await other.getByLabel('Code', { exact: true }).fill(code);
    await button(other, 'Log in').click();
    await other.getByText('This code or passkey does not fit').first().waitFor();
    await other.getByLabel('Code', { exact: true }).fill(recovery);
    await button(other, 'Log in').click();
    await heading(other, 'Queue');
  });

  await story.test('both sessions stand on the account page, and the other one can be ended', async () => {
    await page.reload();
    await heading(page, 'My account');
    await page.getByText('password and recovery code').waitFor();
    await page.getByText('This one', { exact: true }).waitFor();
    await button(page, 'End all others').click();
    await page.getByText('password and recovery code').waitFor({ state: 'detached' });
    await elsewhere.page.reload();
    await heading(elsewhere.page, 'Log in');
  });

  await story.test('the browsers complained of nothing but refused logins', () => {
    const expected = /status of 401|status of 403/;
    for (const { complaints } of [robin, elsewhere]) {
      assert.deepEqual(
        complaints.filter((line) => !expected.test(line)),
        [],
      );
    }
  });
  broken = false;
});
