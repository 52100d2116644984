import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLeaf, leafLabel, locales, scoreInputs, Taxonomy, taxonomy, unstableHarm } from '@wellhouse/taxonomy';
import { dsaKeywordsOfCategory } from '../src/vocabularies.ts';
import { words } from '../src/words.ts';

const { leaves, laws } = taxonomy;

test('every leaf id is used once', () => {
  assert.equal(new Set(leaves.map(({ id }) => id)).size, leaves.length);
});

test('the leaves that the design names are there', () => {
  const named = `child.csam_known child.csam_new child.csam_ai child.grooming child.sextortion child.csam_solicitation
    child.obscene_to_minor child.trafficking child.hands_on_abuse child.sadistic_group child.peer_sharing adult.ncii
    adult.ncii_ai adult.sextortion adult.cyberflash threat.life threat.violence self.suicide self.harm self.ed
    terror.content harass.bully harass.stalk hate.speech privacy.dox fraud.scam fraud.phish fraud.impersonation
    spam.bulk goods.drugs_weapons account.underage other`.split(/\s+/);
  for (const id of named) assert.ok(findLeaf(id), id);
});

test('a DSA keyword stands only under a category that takes it', () => {
  for (const { id, dsa } of leaves) {
    if (dsa.keyword !== null) assert.ok(dsaKeywordsOfCategory[dsa.category].includes(dsa.keyword), id);
    assert.ok(!dsa.additionalCategories.includes(dsa.category), id);
  }
});

test('a clock names only laws that are listed, and every listed law is used', () => {
  const used = new Set(leaves.flatMap(({ clock }) => clock.law));
  assert.deepEqual([...used].sort(), Object.keys(laws).sort());
});

test('a hard limit is the shortest that a report starts by law, and the review comes before it', () => {
  for (const { id, clock } of leaves) {
    const hours = clock.law.flatMap((law) => {
      const { hours, startsWith } = laws[law] ?? { hours: null, startsWith: null };
      return hours !== null && startsWith === 'report' ? [hours] : [];
    });
    assert.equal(clock.hardHours, hours.length === 0 ? null : Math.min(...hours), id);
    if (clock.hardHours !== null) assert.ok(clock.firstReviewMinutes < clock.hardHours * 60, id);
  }
});

test('intimate images without consent are due within 48 hours by law', () => {
  for (const id of ['adult.ncii', 'adult.ncii_ai']) assert.equal(findLeaf(id)?.clock.hardHours, 48);
});

test('a more urgent priority never waits longer than a less urgent one', () => {
  const slowest = (priority: string) =>
    Math.max(...leaves.filter(({ clock }) => clock.priority === priority).map(({ clock }) => clock.firstReviewMinutes));
  const quickest = (priority: string) =>
    Math.min(...leaves.filter(({ clock }) => clock.priority === priority).map(({ clock }) => clock.firstReviewMinutes));
  for (const [first, second] of [
    ['P0', 'P1'],
    ['P1', 'P2'],
    ['P2', 'P3'],
  ] as const) {
    assert.ok(slowest(first) < quickest(second), `${first} before ${second}`);
  }
});

test('a child in danger and a danger to life outrank everything else', () => {
  const first = leaves.filter((leaf) => leaf.childInvolved || leaf.lifeDanger);
  const rest = leaves.filter((leaf) => !leaf.childInvolved && !leaf.lifeDanger);
  assert.ok(Math.min(...first.map((leaf) => leaf.severity)) > Math.max(...rest.map((leaf) => leaf.severity)));
  for (const { id, clock } of first) assert.ok(clock.priority === 'P0' || clock.priority === 'P1', id);
  for (const leaf of leaves) {
    if (leaf.lifeDanger) assert.equal(leaf.clock.priority, 'P0', leaf.id);
  }
});

test('what the CyberTipline takes is reported under a child leaf with the US duty, and nothing else is', () => {
  for (const leaf of leaves) {
    assert.equal(leaf.ncmec !== null, leaf.clock.law.includes('us-2258a'), leaf.id);
    if (leaf.ncmec !== null) assert.ok(leaf.id.startsWith('child.') && leaf.childInvolved, leaf.id);
  }
});

test('XARF type csem, and only it, says which exploitation', () => {
  for (const { id, xarf } of leaves) {
    if (xarf !== null) assert.equal(xarf.exploitationType !== null, xarf.type === 'csem', id);
  }
});

test('the score of a case gets its three inputs, and nothing for a leaf that is not known', () => {
  assert.deepEqual(scoreInputs('threat.life'), { severity: 95, childInvolved: false, lifeDanger: true });
  assert.equal(scoreInputs('threat.unheard_of'), undefined);
});

test('every leaf has a label in every language, and no label is left over', () => {
  const ids = leaves.map(({ id }) => id).sort();
  for (const locale of locales) {
    assert.deepEqual(Object.keys(words[locale].leaves).sort(), ids);
    const labels = Object.values(words[locale].leaves);
    assert.equal(new Set(labels).size, labels.length, locale);
  }
  assert.equal(leafLabel('threat.life', 'de-AT'), leafLabel('threat.life', 'de'));
  assert.equal(leafLabel('threat.life', 'fr'), leafLabel('threat.life', 'en'));
  assert.equal(leafLabel('not.known', 'en'), 'not.known');
});

test('a harm has the spelling that MSC4456 asks for until it is accepted', () => {
  assert.equal(unstableHarm('m.child_safety.csam'), 'org.matrix.msc4456.child_safety.csam');
});

test('the schema refuses an unknown keyword, a severity above 100 and a field it does not know', () => {
  const broken = (change: (leaf: Record<string, unknown>) => void) => {
    const copy = structuredClone(taxonomy);
    const leaf: Record<string, unknown> = { ...copy.leaves[0] };
    change(leaf);
    return Taxonomy.safeParse({ ...copy, leaves: [leaf] }).success;
  };
  assert.equal(
    broken(() => {}),
    true,
  );
  assert.equal(
    broken((leaf) => Object.assign(leaf, { severity: 101 })),
    false,
  );
  assert.equal(
    broken((leaf) => Object.assign(leaf, { msc4456: 'm.nothing' })),
    false,
  );
  assert.equal(
    broken((leaf) => Object.assign(leaf, { note: '' })),
    false,
  );
});
