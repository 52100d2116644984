/** Nothing gets out in Firefox. */
import { launchFirefox, noFirefox } from '../support/driven-browser.ts';
import { testIsolation } from './isolation-tests.ts';

testIsolation({ skip: noFirefox, launch: launchFirefox, lacks: [] });
