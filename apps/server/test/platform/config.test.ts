import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, loadConfig } from '../../src/platform/config.ts';

test('with an empty environment the server stays on loopback and uses the embedded database', () => {
  const config = loadConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8600);
  assert.equal(config.publicUrl, 'http://127.0.0.1:8600');
  assert.equal(config.database.url, null);
});

test('an empty setting counts as not set', () => {
  assert.equal(loadConfig({ DATABASE_URL: '', WELLHOUSE_PORT: '' }).database.url, null);
});

test('the configuration cannot be changed after it was read, not even inside', () => {
  const config = loadConfig({});
  assert.throws(() => Object.assign(config, { port: 1 }), TypeError);
  assert.throws(() => Object.assign(config.limits, { reportsPerMinute: 1 }), TypeError);
});

test('a bad setting is named and its value, which may be a secret, is not repeated', () => {
  assert.throws(
    () => loadConfig({ DATABASE_URL: 'mysql://root:hunter2@db/x', WELLHOUSE_PORT: '70000' }),
    (error) => {
      assert(error instanceof ConfigError);
      assert.match(error.message, /DATABASE_URL/);
      assert.match(error.message, /WELLHOUSE_PORT/);
      assert.doesNotMatch(error.message, /hunter2|70000/);
      return true;
    },
  );
});

test('an IPv6 host is bracketed in the public address', () => {
  assert.equal(loadConfig({ WELLHOUSE_HOST: '::1' }).publicUrl, 'http://[::1]:8600');
});

test('one-time links do not get a double slash from a public address that ends in one', () => {
  assert.equal(loadConfig({ WELLHOUSE_PUBLIC_URL: 'https://safety.example/' }).publicUrl, 'https://safety.example');
});

test('a disappeared message stays reportable for an hour, or for what the operator says, a day at the most', () => {
  assert.equal(loadConfig({}).disappearingGraceSeconds, 3_600);
  for (const given of ['0', '86400']) {
    assert.equal(loadConfig({ WELLHOUSE_DISAPPEARING_GRACE: given }).disappearingGraceSeconds, Number(given));
  }
  for (const given of ['-1', '86401', '1.5', 'an hour']) {
    assert.throws(() => loadConfig({ WELLHOUSE_DISAPPEARING_GRACE: given }), /WELLHOUSE_DISAPPEARING_GRACE/);
  }
});

test('pictures are fetched from no origin unless the operator lists it, and only origins can be listed', () => {
  assert.deepEqual(loadConfig({}).hmaOrigins, []);
  const given = 'https://media.example.org, http://10.0.0.5:9000,';
  assert.deepEqual(loadConfig({ WELLHOUSE_HMA_ORIGINS: given }).hmaOrigins, [
    'https://media.example.org',
    'http://10.0.0.5:9000',
  ]);
  for (const bad of [
    '*',
    'media.example.org',
    'https://media.example.org/',
    'https://*.example.org/a',
    'file:///etc',
    'https://a@b.example',
  ]) {
    assert.throws(() => loadConfig({ WELLHOUSE_HMA_ORIGINS: bad }), /WELLHOUSE_HMA_ORIGINS/, bad);
  }
});
