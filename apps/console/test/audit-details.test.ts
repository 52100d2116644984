import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ar from '../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/i18n/catalogues/es.json' with { type: 'json' };
import { createTranslator } from '../src/i18n/translator.ts';
import { detailRows, saidDetails } from '../src/screens/audit/detail-rows.ts';

const english = createTranslator('en', en);
const names = { roles: { night: 'Night shift' }, policies: { threats: 'Threats' } };
const noLimits = { categories: null, regions: null };

/** `label: value`, as it stands on the page. */
function lines(details: Record<string, unknown>): string[] {
  return detailRows(details, english, names).rows.map(({ label, value }) => `${label}: ${value}`);
}

describe('details of the audit log', () => {
  it('says codes of actions, policies, levels and purposes in words', () => {
    const details = { action: 'suspend', policyId: 'threats', days: 7, level: 'VERIFIED', batchId: 'b-1', pictures: 0 };
    assert.deepEqual(lines(details), [
      'Action: Suspend',
      'Policy: Threats',
      'Days: 7',
      'Evidence: Verified',
      'Confirmed pictures: 0',
    ]);
    assert.deepEqual(lines({ purpose: 'second-person', claimed: false, reason: null }), [
      'What for: Second person',
      'Had claimed the case: no',
    ]);
  });

  it('names roles, built in or made here, and the power they give', () => {
    const gives = [{ permission: 'staff.manage', limits: noLimits }];
    assert.deepEqual(lines({ roles: ['lead', 'night'], limits: noLimits, gives }), [
      'Has the roles: Lead and Night shift',
      'Limits: All cases',
      'Power given: Manage the team',
    ]);
  });

  it('tells a change by what differs', () => {
    const before = { roles: ['reviewer'], limits: noLimits, active: true };
    const after = { roles: ['reviewer'], limits: noLimits, active: false };
    assert.deepEqual(lines({ before, after }), ['Can log in: yes → no']);
    assert.deepEqual(lines({ before: [], after: ['spanish'] }), ['Change: none → spanish']);
  });

  it('keeps what has no words for the disclosure, and never says half of a list', () => {
    const { rows, rest } = detailRows({ viewId: 'x-1', roles: ['lead', 7], newer: { a: 1 } }, english, names);
    assert.deepEqual(rows, []);
    assert.deepEqual(rest, { viewId: 'x-1', roles: ['lead', 7], newer: { a: 1 } });
    const plan = detailRows({ before: { queues: [1] }, after: { queues: [2] }, why: 'More of them' }, english, names);
    assert.deepEqual(plan.rows, [{ label: 'Why', value: 'More of them' }]);
    assert.deepEqual(plan.rest, { before: { queues: [1] }, after: { queues: [2] } });
  });

  for (const [locale, catalogue] of Object.entries({ en, de, es, ar } as Record<string, Record<string, string>>)) {
    it(`${locale}: has a label for each`, () => {
      assert.deepEqual(
        saidDetails.filter((key) => catalogue[`audit.detail.${key}`] === undefined),
        [],
      );
    });
  }
});
