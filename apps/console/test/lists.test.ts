import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListChange } from '@wellhouse/protocol';
import { ListSettings } from '@wellhouse/protocol';
import { answerable, whyNotActivate, whyNotAnswer } from '../src/screens/lists/list-rules.ts';
import { effectCounts } from '../src/screens/lists/match-effects.ts';
import { draftOf, listIdFrom, newSettings, readSettings, usualCategory } from '../src/screens/lists/settings-draft.ts';
import { changedFields } from '../src/screens/lists/settings-fields.ts';
import { fieldsChangedBy, versionPhrase } from '../src/screens/lists/version-words.ts';
import { fixtureStaff } from './fixture-data.ts';
import { fixtureLists } from './fixture-lists.ts';

const now = Date.UTC(2026, 10, 27, 8);
const staff = fixtureStaff(now);
const { lists, versions } = fixtureLists(now, staff);
const listOf = (id: string) => {
  const found = lists.find(({ listId }) => listId === id);
  assert.ok(found !== undefined);
  return found;
};
const changeOf = (id: string): ListChange => {
  const change = listOf(id).waiting[0];
  assert.ok(change !== undefined);
  return change;
};

describe('what a list can be asked', () => {
  it('activates from the shadow alone, with entries, a region and a surface', () => {
    const ready = listOf('stopncii');
    assert.equal(whyNotActivate(ready), null);
    assert.equal(whyNotActivate({ ...ready, state: 'active' }), 'active');
    assert.equal(whyNotActivate({ ...ready, state: 'withdrawn' }), 'withdrawn');
    assert.equal(whyNotActivate({ ...ready, settings: { ...ready.settings, legalBasis: {} } }), 'noRegion');
    assert.equal(whyNotActivate({ ...ready, settings: { ...ready.settings, surfaces: [] } }), 'noSurface');
    const empty = { ...ready, counts: { ...ready.counts, live: 0 } };
    assert.equal(whyNotActivate(empty), 'noEntries');
    assert.equal(
      whyNotActivate({ ...empty, kind: 'negative' }),
      null,
      'a negative list fills as people clear pictures',
    );
  });

  it('asks for one activation at a time', () => {
    const waiting = [{ ...changeOf('ncmec-industry'), kind: 'activate' as const }];
    assert.equal(whyNotActivate({ ...listOf('stopncii'), waiting }), 'waiting');
  });

  it('offers a change to everyone who may approve but its author', () => {
    const asked = changeOf('ncmec-industry');
    assert.equal(whyNotAnswer(asked, { staffId: staff.lead.staffId, mayApprove: true }), 'own');
    assert.equal(whyNotAnswer(asked, { staffId: staff.other.staffId, mayApprove: true }), null);
    assert.equal(whyNotAnswer(asked, { staffId: staff.viewer.staffId, mayApprove: false }), 'denied');
  });

  it('offers what a sync found to anybody, and not twice to the one who agreed first', () => {
    const found = changeOf('terror-content');
    assert.equal(whyNotAnswer(found, { staffId: staff.lead.staffId, mayApprove: true }), null);
    const agreed = { ...found, first: { staffId: staff.lead.staffId, name: 'Lena Ortiz', reason: 'seen' } };
    assert.equal(whyNotAnswer(agreed, { staffId: staff.lead.staffId, mayApprove: true }), 'agreed');
  });

  it('counts what waits for this very person', () => {
    assert.equal(answerable(lists, { staffId: staff.lead.staffId, mayApprove: true }), 2);
    assert.equal(answerable(lists, { staffId: staff.other.staffId, mayApprove: true }), 2);
    assert.equal(answerable(lists, { staffId: staff.admin.staffId, mayApprove: false }), 0);
  });
});

describe('matches by what came of them', () => {
  it('puts the weightiest first, keeps what it does not know and leaves out what did not occur', () => {
    const matches = { 'too-weak': 4, gone: 0, hold: 1, 'new-effect': 2, counted: 9 };
    const counts = effectCounts({ kind: 'known', matches });
    assert.deepEqual(
      counts.map(({ effect, pictures }) => [effect, pictures]),
      [
        ['hold', 1],
        ['counted', 9],
        ['too-weak', 4],
        ['new-effect', 2],
      ],
    );
  });
  it('has other words for what a negative list in shadow would have done', () => {
    assert.equal(
      effectCounts({ kind: 'negative', matches: { counted: 1 } })[0]?.words,
      'lists.effect.counted.negative',
    );
  });
});

describe('settings in a form', () => {
  const { settings } = listOf('ncmec-industry');

  it('become the same settings again', () => {
    assert.deepEqual(readSettings(draftOf(settings)).settings, settings);
  });

  it('say which fields keep them from being any', () => {
    assert.deepEqual(readSettings(newSettings).problems, ['title', 'category', 'purpose', 'agreement']);
    const draft = { ...draftOf(settings), radius: '32', qualityFloor: '', minimumSources: '1.5', floodLimit: '1e3' };
    assert.deepEqual(readSettings(draft).problems, ['radius', 'qualityFloor', 'minimumSources', 'floodLimit']);
  });

  it('take a region in any case, once, and never without its legal basis', () => {
    const read = (...rows: [string, string][]) =>
      readSettings({ ...draftOf(settings), legalBasis: rows.map(([region, basis], row) => ({ row, region, basis })) });
    assert.deepEqual(read([' us-ca ', ' an act '], ['', '']).settings?.legalBasis, { 'US-CA': 'an act' });
    for (const rows of [
      [['GB', '']],
      [['', 'an act']],
      [['England', 'an act']],
      [
        ['GB', 'one act'],
        ['gb', 'another'],
      ],
    ] as [string, string][][]) {
      assert.deepEqual(read(...rows).problems, ['legalBasis'], JSON.stringify(rows));
    }
  });

  it('take surfaces however they are separated', () => {
    const draft = { ...draftOf(settings), surfaces: ' shared-album,profile  shared-album، banner ' };
    assert.deepEqual(readSettings(draft).settings?.surfaces, ['shared-album', 'profile', 'banner']);
  });

  it('differ only in what is said otherwise', () => {
    const { GB = '', US = '' } = settings.legalBasis;
    const turned = { ...settings, legalBasis: { US, GB } };
    assert.deepEqual(changedFields(settings, turned), [], 'the order of regions says nothing');
    const changed = { ...settings, radius: 20, legalBasis: { GB } };
    assert.deepEqual(changedFields(settings, changed), ['legalBasis', 'radius']);
  });

  it('know what the entries of a source stand for, and leave the others to a person', () => {
    assert.equal(usualCategory('known', 'stopncii'), 'adult.ncii');
    assert.equal(usualCategory('known', 'file'), '');
    assert.equal(usualCategory('negative', 'file'), 'other');
  });

  it('make a name that the server takes out of any title', () => {
    assert.equal(listIdFrom('NCMEC, Industry (2026)'), 'ncmec-industry-2026');
    assert.equal(listIdFrom('  Bilder für Überall '), 'bilder-fur-uberall');
    assert.equal(listIdFrom('صور'), '');
    assert.match(listIdFrom(`x${' y'.repeat(200)}`), /^[a-z0-9][a-z0-9-]{0,62}$/);
  });
});

describe('versions in words', () => {
  it('say what moved', () => {
    assert.deepEqual(versionPhrase({ kind: 'synced', details: { added: 2, changed: 1, withdrawn: 0 } }), {
      key: 'lists.version.counts',
      values: { added: 2, changed: 1, withdrawn: 0 },
    });
    assert.equal(versionPhrase({ kind: 'entry-excluded', details: { entryId: '7' } })?.key, 'lists.version.entry');
    assert.equal(versionPhrase({ kind: 'withdrawn', details: { withdrawn: 9 } })?.key, 'lists.version.gone');
  });
  it('say nothing of details that they do not know', () => {
    assert.equal(versionPhrase({ kind: 'synced', details: { added: 'many' } }), null);
    assert.equal(versionPhrase({ kind: 'activated', details: {} }), null);
  });
  it('name the settings that a version changed, by the one before it', () => {
    const history = versions.get('ncmec-industry') ?? [];
    const at = history.findIndex(({ kind }) => kind === 'settings');
    assert.deepEqual(fieldsChangedBy(history, at), ['legalBasis', 'floodLimit']);
    assert.deepEqual(fieldsChangedBy(history, 0), []);
    assert.deepEqual(fieldsChangedBy(history.slice(0, at + 1), at), [], 'nothing before it is at hand');
  });
  it('have settings of the protocol to compare', () => {
    assert.ok(lists.every(({ settings }) => ListSettings.safeParse(settings).success));
  });
});
