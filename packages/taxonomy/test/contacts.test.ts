import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactsCompiledOn, emergencyNumbers, helplines, staleContacts, verificationDays } from '@wellhouse/taxonomy';

test('every entry was compared with its source within 180 days before the file was gone through', () => {
  assert.deepEqual(staleContacts(contactsCompiledOn), []);
  for (const { verifiedOn } of [...helplines, ...emergencyNumbers]) assert.ok(verifiedOn <= contactsCompiledOn);
});

test('an entry is stale on the day after its 180th, not before', () => {
  const first = helplines.find(({ id }) => id === 'gb-samaritans');
  assert.ok(first);
  const after = (days: number) => new Date(Date.parse(first.verifiedOn) + days * 86_400_000).toISOString().slice(0, 10);
  assert.ok(!staleContacts(after(verificationDays)).includes(first));
  assert.ok(staleContacts(after(verificationDays + 1)).includes(first));
});

test('every helpline can be reached somehow, and is listed once', () => {
  assert.equal(new Set(helplines.map(({ id }) => id)).size, helplines.length);
  for (const { id, country, phone, text, url } of helplines) {
    assert.ok(phone ?? text ?? url, id);
    assert.ok(id.startsWith(`${country.toLowerCase()}-`), id);
  }
});

test('a country has one emergency number', () => {
  assert.equal(new Set(emergencyNumbers.map(({ country }) => country)).size, emergencyNumbers.length);
});
