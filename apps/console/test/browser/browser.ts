import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@wellhouse/protocol';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Fixture } from '../fixture-server.ts';

const consoleFolder = join(import.meta.dirname, '..', '..');

/** Builds the console where its sources are newer than what is built. */
function buildIfOld(): void {
  const built = join(consoleFolder, 'dist', 'index.html');
  const sources = readdirSync(join(consoleFolder, 'src'), { recursive: true, encoding: 'utf8' });
  const newest = Math.max(...sources.map((name) => statSync(join(consoleFolder, 'src', name)).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  const vite = join(consoleFolder, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: consoleFolder, stdio: 'inherit' });
}

export function launch(): Promise<Browser> {
  buildIfOld();
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
}

export interface OpenOptions {
  role?: Role | 'other';
  path?: string;
  locale?: string;
  theme?: 'light' | 'dark';
  density?: 'comfortable' | 'compact';
  width?: number;
  height?: number;
}

/** A page of its own, logged in as one role. `faults` collects what the console said of errors and broken policies. */
export async function openConsole(
  browser: Browser,
  fixture: Fixture,
  options: OpenOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const {
    role,
    path = '/',
    locale = 'en',
    theme = 'light',
    density = 'comfortable',
    width = 1360,
    height = 900,
  } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
  // How long a page takes to start is a matter of what else the machine does, and no test's.
  context.setDefaultTimeout(60_000);
  if (role !== undefined) await context.addCookies([fixture.cookieFor(role)]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // Chromium reports every refused request; those are what some tests are about.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(
    (value) => {
      if (localStorage.getItem('wellhouse.console.preferences') === null)
        localStorage.setItem('wellhouse.console.preferences', value);
    },
    JSON.stringify({ theme, density, locale, greyscale: true }),
  );
  await page.goto(fixture.url + path);
  return { page, faults };
}

const pictures = process.env.SCREENSHOTS;

/** Keeps a picture of the page where SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
