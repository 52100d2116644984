import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Macro, MacroId, PolicyVersion } from '@wellhouse/protocol';
import { beginsAt, draftProblems, emptyDraft, readDraft, writeDraft } from '../src/screens/case/decision-draft.ts';
import { diffWords, versionBefore } from '../src/screens/policies/policy-diff.ts';
import { bodyOf, draftFrom } from '../src/screens/policies/policy-draft.ts';
import { fillMacro, macrosFor, macroText } from '../src/words/fill-macro.ts';
import { fixtureStaff } from './fixture-data.ts';
import { fixtureDecisions } from './fixture-decisions.ts';

const now = Date.parse('2026-11-27T12:00:00Z');

describe('the decision being written', () => {
  it('asks why it departs from what the policy proposes', () => {
    const draft = { ...emptyDraft, action: 'warn', policyId: 'threats', reason: 'A threat to hurt.' } as const;
    assert.deepEqual(draftProblems(draft), []);
    assert.deepEqual(draftProblems(draft, true), ['departed']);
    assert.deepEqual(draftProblems({ ...draft, departed: 'A first time.' }, true), []);
  });
  it('begins at once or within 90 days, and a limit has a length', () => {
    const draft = { ...emptyDraft, action: 'limit', policyId: 'spam', reason: 'Bulk messages.', days: '' } as const;
    assert.deepEqual(draftProblems(draft), ['days']);
    for (const begins of ['2020-01-01T00:00', 'soon']) {
      assert.deepEqual(draftProblems({ ...draft, days: '3', begins }, false, now), ['begins'], begins);
    }
    assert.equal(beginsAt({ ...draft, begins: '2026-11-27T12:00:00Z' }, now), null);
    assert.ok(beginsAt({ ...draft, begins: '2026-11-30T08:00:00Z' }, now));
    assert.equal(beginsAt({ ...draft, begins: '2027-11-30T08:00:00Z' }, now), null);
  });
  it('reads a draft that was kept before there was more to say', () => {
    const kept = new Map([
      ['wellhouse.draft.1', JSON.stringify({ action: 'warn', policyId: null, days: '7', reason: 'x' })],
    ]);
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    } as unknown as Storage;
    const draft = readDraft(storage, '1');
    assert.deepEqual([draft.action, draft.departed, draft.begins], ['warn', '', '']);
    writeDraft(storage, '1', { ...draft, departed: 'because' });
    assert.equal(readDraft(storage, '1').departed, 'because');
  });
});

describe('texts of the team', () => {
  const macro = (more: Partial<Macro>): Macro => ({
    macroId: MacroId.parse('6f6a3a52-0c1e-4f0e-9d57-6f1c2a1b0c01'),
    audience: 'person',
    title: 'one',
    policyId: null,
    categories: [],
    texts: { en: 'Suspended for {days} days.', de: 'Für {days} Tage gesperrt.' },
    updatedBy: 'Lena',
    updatedAt: new Date(now).toISOString(),
    ...more,
  });
  it('fill in what is known and leave a mark where it is not', () => {
    assert.equal(fillMacro('{days} days until {until}', { days: '7' }), '7 days until […]');
    assert.equal(macroText(macro({}), 'de-AT'), 'Für {days} Tage gesperrt.');
    assert.equal(macroText(macro({}), 'ar'), 'Suspended for {days} days.');
  });
  it('are offered for their policy and kind, the closest first', () => {
    const all = [
      macro({ title: 'any' }),
      macro({ title: 'spam', policyId: 'spam' }),
      macro({ title: 'threat', policyId: 'threats', categories: ['threat.life'] }),
      macro({ title: 'elsewhere', categories: ['spam.bulk'] }),
    ];
    const titles = (policyId: string | null) =>
      macrosFor(all, { audience: 'person', category: 'threat.life', policyId }).map((one) => one.title);
    assert.deepEqual(titles('threats'), ['threat', 'any']);
    assert.deepEqual(titles('spam'), ['spam', 'any']);
    assert.deepEqual(
      titles(null),
      ['any', 'threat', 'spam'].sort((a, b) => titles(null).indexOf(a) - titles(null).indexOf(b)),
    );
  });
});

describe('what a version changed', () => {
  it('is told word by word', () => {
    assert.deepEqual(diffWords('No threat at all', 'No serious threat here'), [
      { kind: 'same', text: 'No ' },
      { kind: 'added', text: 'serious ' },
      { kind: 'same', text: 'threat ' },
      { kind: 'removed', text: 'at all' },
      { kind: 'added', text: 'here' },
    ]);
    assert.deepEqual(diffWords('', 'new'), [{ kind: 'added', text: 'new' }]);
    assert.deepEqual(diffWords('gone', ''), [{ kind: 'removed', text: 'gone' }]);
    const long = 'word '.repeat(2_000);
    assert.deepEqual(
      diffWords(long, `${long}more`).map((part) => part.kind),
      ['removed', 'added'],
    );
  });
  it('is read against the version before it, and a proposal against what is in force', () => {
    const { versions } = fixtureDecisions(now, fixtureStaff(now));
    const proposal = versions.find((one) => one.state === 'proposed');
    assert.ok(proposal);
    assert.equal(versionBefore(proposal, versions)?.version, '2026-11');
    const first = versions.find((one) => one.policyId === 'threats' && one.state === 'in-force');
    assert.ok(first);
    assert.equal(versionBefore(first, versions), null);
    assert.ok(PolicyVersion.array().safeParse(versions).success);
  });
  it('is proposed as it is typed, without languages that nobody wrote in', () => {
    const { versions } = fixtureDecisions(now, fixtureStaff(now));
    const draft = draftFrom(versions.find((one) => one.state === 'in-force') ?? null, new Date(now));
    const body = bodyOf({ ...draft, changeNote: 'A word was wrong.' }, new Date(now));
    assert.deepEqual(Object.keys(body?.titles ?? {}), ['en']);
    assert.equal(body?.effectiveFrom, new Date(now).toISOString());
    const steps = [{ fromStrikes: '0', fromSeverity: '0', action: 'suspend' as const, days: '' }];
    assert.equal(bodyOf({ ...draft, steps }, new Date(now)), null, 'a suspension without a length');
  });
});
