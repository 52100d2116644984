/** Nothing gets out in Chromium. */
import { launchChromium, noChromium } from '../support/driven-browser.ts';
import { testIsolation } from './isolation-tests.ts';

// Chromium gives no service workers to a worker
testIsolation({ skip: noChromium, launch: launchChromium, lacks: ['service-worker'] });
