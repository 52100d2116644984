import { randomUUID } from 'node:crypto';
import type { Role } from '@wellhouse/protocol';
import {
  AppealId,
  type CaseSummary,
  DecisionId,
  type DecisionView,
  HearingId,
  type HearingPage,
  type Measure,
  type MeasureHearingPage,
  MeasureId,
  type MisuseAccount,
  operations,
  type ProblemCode,
  ReportId,
  type StaffMember,
} from '@wellhouse/protocol';

const hour = 3_600_000;

export interface FixtureAppeals {
  pages: HearingPage[];
  misuse: MisuseAccount[];
  measures: MeasureHearingPage[];
}

interface Call {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  staff: StaffMember | null;
}

interface House<C extends Call> {
  state: FixtureAppeals;
  memberOf: (call: C) => StaffMember;
  refuse: (code: ProblemCode) => never;
  claimOf: (member: StaffMember) => CaseSummary['claim'];
}

/** Three that wait: one of both sides, one that nobody can hear, one that the lead decided; and two accounts that misuse. */
export function fixtureAppeals(
  now: number,
  staff: Record<Role | 'other', StaffMember>,
  cases: readonly CaseSummary[],
): FixtureAppeals {
  const at = (hours: number) => new Date(now + hours * hour).toISOString();
  const decisionOf = (summary: CaseSummary, member: StaffMember, action: DecisionView['action']): DecisionView => ({
    decisionId: DecisionId.parse(randomUUID()),
    reference: 'D-4QXT-7M2K',
    caseId: summary.caseId,
    action,
    policy: action === 'no-action' ? null : { policyId: 'threats', version: '2026-11', title: 'Threats and violence' },
    reason: 'You wrote to two people that you would come for them.',
    until: action === 'suspend' ? at(20 * 24) : null,
    state: 'in-force',
    decidedBy: { staffId: member.staffId, name: member.name },
    decidedAt: at(-72),
    secondPerson: null,
    startsAt: null,
    inForceAt: at(-72),
    ended: null,
    departedWhy: null,
    batchId: null,
    restsOn: null,
    delivery: action === 'no-action' ? 'none' : 'delivered',
  });
  const pages = cases.slice(5, 8).map((summary, index): HearingPage => {
    const action = (['suspend', 'no-action', 'warn'] as const)[index] ?? 'warn';
    const isBoth = index === 0;
    const appeal = (side: 'person' | 'reporter'): HearingPage['appeals'][number] => ({
      appealId: AppealId.parse(randomUUID()),
      side,
      accountId: side === 'person' ? 'mal@messenger.localhost' : 'ana@messenger.localhost',
      hubId: 'messenger.localhost',
      reportId: side === 'person' ? null : ReportId.parse(randomUUID()),
      receivedAt: at(-20),
      locale: side === 'person' ? 'de' : 'en',
      statement: side === 'person' ? 'Ich habe nur zitiert, was er mir schrieb.' : 'He has done this to others before.',
      unfounded: false,
    });
    return {
      summary: {
        hearingId: HearingId.parse(randomUUID()),
        reference: ['A-7K3F-92QD', 'A-1M8R-XW4C', 'A-55TD-0PZH'][index] ?? 'A-0000-0000',
        caseId: summary.caseId,
        caseNumber: summary.number,
        category: summary.category,
        categoryLabel: summary.categoryLabel,
        priority: summary.priority,
        state: 'open',
        decision: decisionOf(summary, index === 2 ? staff.reviewer : staff.other, action),
        persons: index === 1 ? 0 : 1,
        reporters: index === 2 ? 0 : 1,
        openedAt: at(-20),
        dueAt: at([28, 120, 148][index] ?? 1),
        claim: null,
        notHearer: index === 2 ? 'author' : null,
        eligible: index === 1 ? 0 : 3,
        drill: false,
      },
      appeals: isBoth ? [appeal('person'), appeal('reporter')] : [appeal(index === 1 ? 'reporter' : 'person')],
      outcomes: isBoth ? ['uphold', 'milder', 'overturn', 'reopen'] : ['uphold', index === 1 ? 'reopen' : 'overturn'],
      milder: isBoth
        ? [
            { action: 'warn', maxDays: null },
            { action: 'limit', maxDays: 20 },
            { action: 'suspend', maxDays: 19 },
          ]
        : [],
      heard: null,
    };
  });
  const figures = { unfounded: 5, total: 6, share: 0.833, grave: 1, deliberate: 2 };
  const warning: Measure = {
    measureId: MeasureId.parse(randomUUID()),
    of: 'report',
    kind: 'warn',
    reason: 'You reported the same person five times for ordinary greetings.',
    at: at(-300),
    until: at(3_000),
    figures: { ...figures, unfounded: 3, total: 3, share: 1 },
    by: staff.lead.name,
    ended: null,
  };
  const account = { hubId: 'messenger.localhost' as MisuseAccount['hubId'], locale: 'es', lastMarkedAt: at(-12) };
  const paused = cases[4];
  return {
    pages,
    measures: (['other', 'lead'] as const).map(
      (who, index): MeasureHearingPage => ({
        summary: {
          reference: ['A-3D8F-51KW', 'A-60CN-9RTB'][index] ?? '',
          state: 'open',
          hubId: account.hubId,
          accountId: 'eve@messenger.localhost' as MisuseAccount['accountId'],
          measure: {
            ...warning,
            measureId: MeasureId.parse(randomUUID()),
            kind: index === 0 ? 'pause' : 'warn',
            by: staff[who].name,
          },
          receivedAt: at(-10),
          dueAt: at(38),
          own: who === 'lead',
          eligible: 2,
        },
        statement: 'Dos de ellas eran ciertas.',
        locale: 'es',
        figures,
        marks:
          paused === undefined
            ? []
            : [
                {
                  ...{ caseId: paused.caseId, caseNumber: paused.number, gravity: 'grave', intention: 'deliberate' },
                  ...{ reason: 'An ordinary greeting.', by: staff[who].name, at: at(-200) },
                },
              ],
        outcomes: ['uphold', 'overturn'],
        heard: null,
      }),
    ),
    misuse: [
      {
        ...account,
        accountId: 'eve@messenger.localhost',
        of: 'report',
        figures,
        proposal: 'pause',
        measures: [warning],
      },
      {
        ...account,
        accountId: 'max@messenger.localhost',
        of: 'appeal',
        figures: { unfounded: 3, total: 4, share: 0.75, grave: 0, deliberate: 0 },
        proposal: 'warn',
        measures: [],
      },
    ],
  };
}

export function appealHandlers<C extends Call>({ state, memberOf, refuse, claimOf }: House<C>) {
  const pageOf = (call: C): HearingPage =>
    state.pages.find(({ summary }) => summary.hearingId === call.params.hearingId) ?? refuse('not-found');
  const measureOf = (call: C): MeasureHearingPage =>
    state.measures.find(({ summary }) => summary.measure.measureId === call.params.measureId) ?? refuse('not-found');
  const claim = (page: HearingPage, call: C) => {
    const member = memberOf(call);
    const { summary } = page;
    if (summary.state === 'decided') refuse('hearing-closed');
    if (summary.notHearer !== null) refuse('not-independent');
    if (summary.claim !== null && summary.claim.staffId !== member.staffId) refuse('already-claimed');
    summary.claim = claimOf(member);
    return summary;
  };
  return {
    listHearings: (call: C) => {
      const wanted = operations.listHearings.query.parse(call.query).state;
      const hearings = state.pages.map(({ summary }) => summary);
      return {
        hearings: hearings.filter((one) => one.state === wanted),
        openCount: hearings.filter((one) => one.state === 'open').length,
      };
    },
    getHearing: pageOf,
    claimNextHearing: (call: C) => {
      const free = state.pages.find(
        ({ summary }) => summary.state === 'open' && summary.claim === null && summary.notHearer === null,
      );
      return claim(free ?? refuse('queue-empty'), call);
    },
    claimHearing: (call: C) => claim(pageOf(call), call),
    releaseHearing: (call: C) => {
      pageOf(call).summary.claim = null;
      return null;
    },
    decideHearing: (call: C) => {
      const page = pageOf(call);
      const body = operations.decideHearing.body.parse(call.body);
      const member = memberOf(call);
      page.summary.state = 'decided';
      page.summary.claim = null;
      page.outcomes = [];
      page.milder = [];
      page.heard = {
        outcome: body.outcome,
        by: { staffId: member.staffId, name: member.name },
        at: new Date().toISOString(),
        reasons: body.reasons,
        newDecision: null,
      };
      return page;
    },
    markUnfounded: (call: C) => {
      operations.markUnfounded.body.parse(call.body);
      return null;
    },
    listMeasureHearings: (call: C) => {
      const wanted = operations.listMeasureHearings.query.parse(call.query).state;
      const hearings = state.measures.map(({ summary }) => summary);
      return {
        hearings: hearings.filter((one) => one.state === wanted),
        openCount: hearings.filter((one) => one.state === 'open').length,
      };
    },
    getMeasureHearing: (call: C) => measureOf(call),
    decideMeasureHearing: (call: C) => {
      const page = measureOf(call);
      const { outcome, reason } = operations.decideMeasureHearing.body.parse(call.body);
      if (page.summary.own) refuse('not-independent');
      const { staffId, name } = memberOf(call);
      page.summary.state = 'decided';
      page.outcomes = [];
      page.heard = {
        ...{ outcome, reason, at: new Date().toISOString(), figures: page.figures },
        by: { staffId, name },
      };
      return page;
    },
    listMisuse: () => ({ accounts: state.misuse, windowDays: 180 }),
    takeMeasure: (call: C) => {
      const body = operations.takeMeasure.body.parse(call.body);
      const account =
        state.misuse.find(({ accountId, of }) => accountId === body.accountId && of === body.of) ?? refuse('not-found');
      const measure: Measure = {
        measureId: MeasureId.parse(randomUUID()),
        of: body.of,
        kind: body.kind,
        reason: body.reason,
        at: new Date().toISOString(),
        until: new Date(Date.now() + (body.days ?? 180) * 24 * hour).toISOString(),
        figures: account.figures,
        by: memberOf(call).name,
        ended: null,
      };
      account.measures.unshift(measure);
      account.proposal = null;
      return measure;
    },
    endMeasure: (call: C) => {
      const { reason } = operations.endMeasure.body.parse(call.body);
      const measure =
        state.misuse.flatMap(({ measures }) => measures).find((one) => one.measureId === call.params.measureId) ??
        refuse('not-found');
      measure.ended = { at: new Date().toISOString(), by: memberOf(call).name, reason };
      return measure;
    },
  };
}
