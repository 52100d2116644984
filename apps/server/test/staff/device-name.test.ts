import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceName } from '../../src/staff/device-name.ts';

const mozilla = 'Mozilla/5.0';
const cases: readonly [string | undefined, string | null][] = [
  [`${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox on Linux'],
  [`${mozilla} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36`, 'Chrome on Windows'],
  [`${mozilla} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0`, 'Edge on Windows'],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Version/18 Safari/605.1`, 'Safari on macOS'],
  [`${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18 Safari/604.1`, 'Safari on iOS'],
  [`${mozilla} (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36`, 'Chrome on Android'],
  ['curl/8.9', null],
  [undefined, null],
  [`${'x'.repeat(10_000)} Firefox/1`, null],
];
for (const [userAgent, name] of cases) {
  test(`${userAgent?.slice(0, 70)} is ${name}`, () => assert.equal(deviceName(userAgent), name));
}
