import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureCommand } from '../support/capture-command.ts';

for (const command of [
  'serve',
  'work',
  'migrate',
  'keys rotate',
  'verify',
  'hash',
  'match',
  'classify',
  'drill',
  'openapi',
]) {
  test(`wellhouse ${command} --help explains it, exit code 0`, async () => {
    const { code, output } = await captureCommand([...command.split(' '), '--help']);
    assert.equal(code, 0);
    assert.match(output, new RegExp(`^Usage: wellhouse ${command}`));
  });
}

test('the help lists every command and the exit codes', async () => {
  const { code, output } = await captureCommand(['--help']);
  assert.equal(code, 0);
  for (const command of ['serve', 'work', 'migrate', 'keys', 'verify', 'hash', 'match', 'classify', 'drill', 'openapi'])
    assert.match(output, new RegExp(`  ${command}`));
  assert.match(output, /Exit codes: 0 .* 1 .* 2 /);
});

for (const args of [
  ['sevre'],
  ['serve', '--prot', '1'],
  ['verify'],
  ['keys', 'rotate'],
  ['keys', 'rotate', '--retire', '--sealing'],
]) {
  test(`wellhouse ${args.join(' ')} is a mistake: exit code 2 and a hint`, async () => {
    const { code, output, errors } = await captureCommand(args);
    assert.equal(code, 2);
    assert.equal(output, '');
    assert.notEqual(errors, '');
  });
}

test('a bad setting: exit code 2, one sentence, and JSON for a program', async () => {
  const settings = { WELLHOUSE_PORT: 'http' };
  const plain = await captureCommand(['serve'], settings);
  assert.equal(plain.code, 2);
  assert.match(plain.errors, /^wellhouse: read the settings: WELLHOUSE_PORT: /);
  const json = await captureCommand(['serve', '--json'], settings);
  assert.equal(json.code, 2);
  assert.equal(JSON.parse(json.output).error.code, 'config-invalid');
});
