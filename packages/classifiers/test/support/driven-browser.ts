/** What the browser tests ask of a browser, whatever drives it: Playwright does Chromium, Puppeteer a Firefox as its makers ship it. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

export interface DrivenPage {
  goto(address: string): Promise<unknown>;
  /** An expression, evaluated by the page; a promise is awaited. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface DrivenBrowser {
  newPage(): Promise<DrivenPage>;
  close(): Promise<void>;
}

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Only where somebody asks for it: now and then a run in it does not come to an end (ADR 0128). */
const firefoxPath = process.env.FIREFOX;

export const noChromium = existsSync(chromiumPath) ? false : 'skipped, no Chromium';
export const noFirefox = firefoxPath ? false : 'skipped, no FIREFOX=/usr/bin/firefox-esr';

export function launchChromium(): Promise<DrivenBrowser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

/**
 * What Firefox does of its own accord on a network, beyond what Puppeteer turns off; and nothing that a page can do: what Puppeteer turns off of
 * that (connecting ahead) is as Firefox has it.
 */
const firefoxPreferences = {
  'app.normandy.enabled': false,
  'app.shield.optoutstudies.enabled': false,
  'browser.backup.enabled': false,
  'browser.chrome.site_icons': false,
  'browser.ml.enable': false,
  'browser.region.network.url': '',
  'browser.topsites.contile.enabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'nimbus.rollouts.enabled': false,
  'security.remote_settings.crlite_filters.enabled': false,
  'security.remote_settings.intermediates.enabled': false,
  'toolkit.telemetry.enabled': false,
  'network.http.speculative-parallel-limit': 20,
};

/** Without a window and with a profile of its own, which is gone when it is closed. A slow machine has minutes to start it. */
export function launchFirefox(): Promise<DrivenBrowser> {
  return puppeteer.launch({
    browser: 'firefox',
    ...(firefoxPath && { executablePath: firefoxPath }),
    headless: true,
    timeout: 300_000,
    protocolTimeout: 300_000,
    extraPrefsFirefox: firefoxPreferences,
  });
}
