import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  contactsCompiledOn,
  emergencyNumbers,
  firstStaleDay,
  type Helpline,
  helplines,
  OperatorContacts,
  shownContacts,
  shownDays,
  staleContacts,
  verificationDays,
  withOperatorContacts,
} from '@wellhouse/taxonomy';

const oldest = helplines.map(({ verifiedOn }) => verifiedOn).sort()[0] ?? '';
const after = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const line = (changes: Partial<Helpline>): Helpline => ({
  ...{ id: 'gb-example', country: 'GB', topics: ['child'], audience: ['child'], name: 'Example', phone: '0800 0' },
  ...{
    text: null,
    url: null,
    hours: null,
    languages: ['en'],
    sourceUrl: 'https://example.org/',
    verifiedOn: '2026-11-27',
  },
  ...changes,
});
const number = (country: string, digits: string) => ({
  ...{ number: digits, countries: [country], sourceUrl: 'https://example.org/', verifiedOn: '2026-11-27' },
});

test('no entry is from the days after the file was gone through', () => {
  for (const { verifiedOn } of [...helplines, ...emergencyNumbers]) assert.ok(verifiedOn <= contactsCompiledOn);
});

test('an entry is stale on the day after its 180th, not before', () => {
  const first = helplines.find(({ verifiedOn }) => verifiedOn === oldest);
  assert.ok(first);
  assert.ok(!staleContacts(after(oldest, verificationDays)).includes(first));
  assert.ok(staleContacts(after(oldest, verificationDays + 1)).includes(first));
});

test('the first day on which something is stale is the one after the last on which nothing is', () => {
  const first = firstStaleDay();
  assert.ok(first !== null);
  assert.deepEqual(staleContacts(after(first, -1)), []);
  assert.ok(staleContacts(first).length > 0);
  assert.equal(firstStaleDay({ helplines: [], emergencyNumbers: [] }), null);
});

test('an entry that nobody has verified for a year is not shown any more: none is better than a wrong one', () => {
  const contacts = { helplines: [line({})], emergencyNumbers: [{ country: 'GB', ...number('GB', '999') }] };
  assert.equal(shownContacts(after('2026-11-27', shownDays), contacts).helplines.length, 1);
  assert.deepEqual(shownContacts(after('2026-11-27', shownDays + 1), contacts), {
    helplines: [],
    emergencyNumbers: [],
  });
});

test('every helpline is listed once, and a country has one emergency number', () => {
  assert.equal(new Set(helplines.map(({ id }) => id)).size, helplines.length);
  assert.equal(new Set(emergencyNumbers.map(({ country }) => country)).size, emergencyNumbers.length);
});

test('where there is a helpline for adults there is one that children may call, and no entry comes from a list of lists', () => {
  for (const { id, country, sourceUrl } of helplines) {
    const inCountry = helplines.filter((other) => other.country === country);
    assert.ok(
      inCountry.some(({ audience }) => audience.includes('child')),
      id,
    );
    assert.doesNotMatch(sourceUrl, /^https:\/\/github\.com\//, id);
  }
});

test("an operator's helpline stands beside ours, in the place of ours, or ours is withdrawn", () => {
  const own = OperatorContacts.parse({
    withdrawn: ['us-988'],
    helplines: [line({}), line({ id: 'gb-samaritans', name: 'Another name' })],
    emergencyNumbers: [number('GB', '112')],
  });
  const { helplines: lines, emergencyNumbers: numbers } = withOperatorContacts(own);
  assert.ok(!lines.some(({ id }) => id === 'us-988'));
  assert.deepEqual(
    lines.filter(({ id }) => id === 'gb-samaritans').map(({ name }) => name),
    ['Another name'],
  );
  assert.ok(lines.some(({ id }) => id === 'gb-example') && lines.some(({ id }) => id === 'gb-childline'));
  assert.deepEqual(
    numbers.filter(({ country }) => country === 'GB').map(({ number: digits }) => digits),
    ['112'],
  );
  assert.ok(numbers.some(({ country }) => country === 'DE'));
});

test('an operator can say that its own file is all there is', () => {
  const own = OperatorContacts.parse({ only: true, helplines: [line({})] });
  assert.deepEqual(withOperatorContacts(own), { helplines: [line({})], emergencyNumbers: [] });
  assert.deepEqual(withOperatorContacts(OperatorContacts.parse({})), { helplines: [...helplines], emergencyNumbers });
});

const faults: [string, unknown, RegExp][] = [
  ['no source', { helplines: [{ ...line({}), sourceUrl: undefined }] }, /sourceUrl/],
  ['no day', { helplines: [{ ...line({}), verifiedOn: 'soon' }] }, /verifiedOn/],
  ['no way to reach it', { helplines: [line({ phone: null })] }, /name a way to reach it/],
  ['an id of another country', { helplines: [line({ id: 'de-example' })] }, /begin the id with the country/],
  ['a helpline twice', { helplines: [line({}), line({})] }, /names a helpline twice/],
  ['a country twice', { emergencyNumbers: [number('GB', '112'), number('GB', '999')] }, /names a country twice/],
  ['a field that we do not know', { helpline: [] }, /helpline/],
];
for (const [name, file, message] of faults) {
  test(`an operator's file with ${name} is refused`, () => {
    assert.match(OperatorContacts.safeParse(file).error?.message ?? 'taken', message);
  });
}
