import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionWords } from '../src/index.ts';

const accountBeside = (name: string, account: string) => mentionWords({ name, account }).account;

test('a name that is the account stands alone; every other has the account beside it', () => {
  assert.equal(accountBeside('ben@hub.example', 'ben@hub.example'), null);
  assert.equal(accountBeside('@ben@hub.example', 'ben@hub.example'), null);
  assert.equal(accountBeside('Ben', 'ben@hub.example'), 'ben@hub.example');
});

test('a name cannot pose as another account, whatever it adds to that', () => {
  for (const name of [
    'ana@hub.example',
    'ben@hub.example (ana@hub.example)',
    'ben@hub.example\u200b',
    'Ben@hub.example',
  ]) {
    assert.equal(accountBeside(name, 'ben@hub.example'), 'ben@hub.example', name);
  }
});

test('what an account hides or turns around is written out, and its name does not stand in for it', () => {
  const turned = 'nab\u202e@hub.example';
  assert.equal(accountBeside(turned, turned), 'nab[U+202E]@hub.example');
  assert.equal(accountBeside('ben', 'ben\u200d\u2028\u0007'), 'ben[U+200D][U+2028][U+0007]');
});
