import { after, afterEach, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Fixture, startFixture } from '../fixture-server.ts';
import { launch, type OpenOptions, openConsole } from './browser.ts';

export interface OpenHouse {
  page: Page;
  fixture: Fixture;
  /** What the browser complained of: errors, uncaught exceptions, broken policies. */
  faults: string[];
}

/** One browser for a test file; every test gets its own server and its own page, and both end with it. */
export function openHouse(): { open: (options?: OpenOptions) => Promise<OpenHouse> } {
  let browser: Browser | undefined;
  let closing: (() => Promise<void>)[] = [];
  before(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    const all = closing;
    closing = [];
    for (const close of all) await close();
  });
  after(() => browser?.close());
  return {
    async open(options = {}) {
      if (browser === undefined) throw new Error('open the console: the browser is not started');
      const fixture = await startFixture();
      closing.push(fixture.close);
      const { page, faults } = await openConsole(browser, fixture, options);
      closing.unshift(() => page.context().close());
      return { page, fixture, faults };
    },
  };
}
