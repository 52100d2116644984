import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../src/api/api-error.ts';
import { Connection } from '../src/api/connection.ts';
import { actionLadder, whyNot } from '../src/screens/case/action-rules.ts';
import { daysOf, draftProblems, emptyDraft } from '../src/screens/case/decision-draft.ts';
import { placeAfterLogin } from '../src/screens/login/place-after-login.ts';
import { tokenInFragment } from '../src/screens/login/token-in-fragment.ts';

const account = { kind: 'account', accountId: 'mal@hub', hubId: 'hub' } as const;
const group = { kind: 'group', groupId: 'Z3JvdXA', hubId: 'hub' } as const;

describe('what can be decided', () => {
  it('offers nothing that takes something away where all is merely asserted', () => {
    const possible = actionLadder.filter(
      (action) => whyNot(action, { level: 'ASSERTED', subject: account, reportCount: 1, confirmed: 0 }) === null,
    );
    assert.deepEqual(possible, ['no-action', 'warn']);
  });
  it('offers everything on proven evidence about an account', () => {
    assert.deepEqual(
      actionLadder.filter(
        (action) => whyNot(action, { level: 'VERIFIED', subject: account, reportCount: 1, confirmed: 0 }) === null,
      ),
      actionLadder,
    );
  });
  it('offers no account action about a group', () => {
    const possible = actionLadder.filter(
      (action) => whyNot(action, { level: 'VERIFIED', subject: group, reportCount: 1, confirmed: 0 }) === null,
    );
    assert.deepEqual(possible, ['no-action', 'remove-message']);
  });
  it('asks for policy, days and a reason that says something', () => {
    assert.deepEqual(draftProblems(emptyDraft), ['action', 'reason']);
    const draft = { ...emptyDraft, action: 'suspend', policyId: null, days: '0', reason: '   short   ' } as const;
    assert.deepEqual(draftProblems(draft), ['policy', 'days', 'reason']);
    assert.deepEqual(draftProblems({ ...draft, policyId: 'threats', days: '7', reason: 'A threat to hurt.' }), []);
    assert.deepEqual(draftProblems({ ...draft, action: 'no-action', reason: 'Nothing was broken.' }), []);
  });
  it('takes whole days from 1 to 365 only', () => {
    for (const [days, expected] of [
      ['1', 1],
      ['365', 365],
      ['366', null],
      ['0', null],
      ['1.5', null],
      ['-3', null],
      ['', null],
      ['7e1', null],
    ] as const) {
      assert.equal(daysOf({ ...emptyDraft, days }), expected, days);
    }
  });
});

describe('where a login leads', () => {
  it('leads back to a place of this console', () => {
    assert.equal(placeAfterLogin('/cases/1?x=2'), '/cases/1?x=2');
  });
  it('leads nowhere outside', () => {
    for (const next of [
      undefined,
      '',
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/login',
      '/first-login',
    ]) {
      assert.equal(placeAfterLogin(next), '/', String(next));
    }
  });
  it('reads the one-time token out of the fragment only in its proper length', () => {
    assert.equal(tokenInFragment('#token=abcdefghijklmnopqrstuvwx'), 'abcdefghijklmnopqrstuvwx');
    assert.equal(tokenInFragment('#abcdefghijklmnopqrstuvwx'), 'abcdefghijklmnopqrstuvwx');
    assert.equal(tokenInFragment('#token=short'), null);
    assert.equal(tokenInFragment(''), null);
    assert.equal(tokenInFragment(`#token=${'x'.repeat(201)}`), null);
  });
});

describe('connection', () => {
  const passing = (retryAfter: number | null) =>
    new ApiError({ code: 'unavailable', status: 503, detail: '', retryAfter });
  it('waits as long as the server asks', () => {
    const connection = new Connection(() => 1_000);
    connection.failed(passing(7));
    assert.deepEqual(connection.get(), { state: 'down', kind: 'unavailable', since: 1_000, retryAt: 8_000 });
  });
  it('comes back less often the longer it lasts, at most every 30 seconds, and forgets at the first answer', () => {
    let now = 0;
    const connection = new Connection(() => now);
    const waits = [0, 10_000, 1_000_000].map((at) => {
      now = at;
      connection.failed(new ApiError({ code: 'offline', status: 0, detail: '' }));
      const state = connection.get();
      return state.state === 'down' ? state.retryAt - at : null;
    });
    assert.deepEqual(waits, [3_000, 8_000, 30_000]);
    connection.worked();
    assert.deepEqual(connection.get(), { state: 'up' });
  });
});
