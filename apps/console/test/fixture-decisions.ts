import { randomBytes, randomUUID } from 'node:crypto';
import {
  Action,
  type CasePage,
  type CaseSummary,
  type DecisionGround,
  DecisionId,
  type DecisionSheet,
  type DecisionView,
  type HeldDecision,
  type Macro,
  MacroId,
  type OperationId,
  operations,
  type PolicyVersion,
  type ProblemCode,
  type StaffMember,
  type TimelineSaid,
} from '@wellhouse/protocol';
import { waits } from '../src/screens/case/pictures/picture-progress.ts';
import { policies } from './fixture-data.ts';

/** Policies as versions, texts of the team, held decisions and cases decided together, as a team would have them. */
export interface FixtureDecisions {
  versions: PolicyVersion[];
  macros: Macro[];
  held: HeldDecision[];
  batches: Map<string, { at: string; undoneAt: string | null; caseIds: string[] }>;
}

const day = 86_400_000;

export function fixtureDecisions(now: number, staff: Record<string, StaffMember>): FixtureDecisions {
  const words = (en: string, de: string) => ({ en, de });
  const author = staff.other;
  const versions = policies.map(
    (policy): PolicyVersion => ({
      policyId: policy.policyId,
      version: policy.version,
      titles: { en: policy.title },
      summaries: { en: policy.summary },
      texts: {
        en: `${policy.summary}\n\nWhat counts is what a sensible person would take it for. A quotation that speaks against it is no violation.`,
      },
      categories: policy.categories,
      ladder: [
        { fromStrikes: 0, fromSeverity: 0, action: 'warn', days: null },
        { fromStrikes: 0, fromSeverity: 60, action: 'suspend', days: 7 },
        { fromStrikes: 2, fromSeverity: 0, action: 'suspend', days: 30 },
        { fromStrikes: 4, fromSeverity: 0, action: 'ban', days: null },
      ],
      strikeRule: { weight: 1, days: 180 },
      ends: false,
      state: 'in-force',
      effectiveFrom: new Date(now - 60 * day).toISOString(),
      changeNote: 'Came with the installation.',
      proposedBy: null,
      proposedAt: new Date(now - 60 * day).toISOString(),
      answeredBy: null,
      answeredAt: new Date(now - 60 * day).toISOString(),
      answerReason: null,
    }),
  );
  const [first] = versions;
  if (first !== undefined && author !== undefined) {
    versions.unshift({
      ...first,
      version: '2026-12',
      state: 'proposed',
      titles: words('Threats and violence', 'Drohungen und Gewalt'),
      texts: {
        en: `${first.texts.en.replace('sensible', 'reasonable')} A detail that shows where somebody lives makes a threat worse.`,
      },
      ladder: [...first.ladder, { fromStrikes: 1, fromSeverity: 0, action: 'limit', days: 14 }],
      effectiveFrom: new Date(now + 3 * day).toISOString(),
      changeNote: 'Threats that name a home are met harder.',
      proposedBy: { staffId: author.staffId, name: author.name },
      proposedAt: new Date(now - day).toISOString(),
      answeredAt: null,
    });
  }
  return {
    versions,
    macros: [
      {
        macroId: MacroId.parse('6f6a3a52-0c1e-4f0e-9d57-6f1c2a1b0c01'),
        audience: 'person',
        title: 'Threat, first time',
        policyId: 'threats',
        categories: [],
        texts: {
          en: 'You threatened another person. That breaks “{policy}”. Your account is suspended for {days} days, until {until}.',
          de: 'Du hast einen Menschen bedroht. Das verstößt gegen „{policy}“. Dein Konto ist für {days} Tage gesperrt, bis {until}.',
        },
        updatedBy: 'Lena Ortiz',
        updatedAt: new Date(now - 9 * day).toISOString(),
      },
      {
        macroId: MacroId.parse('6f6a3a52-0c1e-4f0e-9d57-6f1c2a1b0c02'),
        audience: 'person',
        title: 'Bulk messages',
        policyId: 'spam',
        categories: ['spam.bulk'],
        texts: { en: 'You sent the same message to many people who had not asked for it. Please stop.' },
        updatedBy: 'Lena Ortiz',
        updatedAt: new Date(now - 4 * day).toISOString(),
      },
      {
        macroId: MacroId.parse('6f6a3a52-0c1e-4f0e-9d57-6f1c2a1b0c03'),
        audience: 'reporter',
        title: 'We are looking into it',
        policyId: null,
        categories: [],
        texts: {
          en: 'Thank you for telling us. We are looking into it and will let you know what came of it.',
          de: 'Danke für deinen Hinweis. Wir gehen der Sache nach und sagen dir, was daraus wurde.',
        },
        updatedBy: 'Lena Ortiz',
        updatedAt: new Date(now - 2 * day).toISOString(),
      },
    ],
    held: [],
    batches: new Map(),
  };
}

interface BaseCall {
  params: Record<string, string>;
  body: unknown;
  staff: StaffMember | null;
}

export function decisionHandlers<Call extends BaseCall>(house: {
  state: FixtureDecisions;
  now: number;
  pages: Map<string, CasePage>;
  pageOf: (call: Call) => CasePage;
  memberOf: (call: Call) => StaffMember;
  refuse: (code: ProblemCode) => never;
  tell: (page: CasePage, kind: CasePage['timeline'][number]['kind'], call: Call, said: TimelineSaid | string) => void;
  record: (call: Call, action: string, object: string | null, details?: Record<string, unknown>) => void;
}): Partial<Record<OperationId, (call: Call) => unknown>> {
  const { state, pages, pageOf, memberOf, refuse, tell, record } = house;
  const iso = (ms = 0) => new Date(Date.now() + ms).toISOString();
  const strikes = (summary: CaseSummary): DecisionSheet['strikes'] =>
    summary.subject.kind === 'group' || Number(summary.number.slice(2)) % 3 !== 0
      ? []
      : [
          {
            decisionId: DecisionId.parse('3b1f5c5e-8a2d-4d0e-9b11-1f2a3c4d5e01'),
            reference: 'D-5T0K-1C77',
            caseId: summary.caseId,
            policyId: 'threats',
            action: 'warn',
            weight: 1,
            at: new Date(house.now - 40 * day).toISOString(),
            expiresAt: new Date(house.now + 140 * day).toISOString(),
            state: 'active',
          },
        ];
  const decisionOf = (call: Call): { page: CasePage; decision: DecisionView } => {
    for (const page of pages.values()) {
      const decision = page.decisions.find((one) => one.decisionId === call.params.decisionId);
      if (decision !== undefined) return { page, decision };
    }
    return refuse('not-found');
  };
  const hasRead = (call: Call, decision: Pick<DecisionView, 'caseId' | 'decidedAt'>): boolean =>
    pages
      .get(decision.caseId)
      ?.timeline.some(
        ({ kind, staffName, at }) => kind === 'viewed' && staffName === memberOf(call).name && at >= decision.decidedAt,
      ) ?? false;
  const makeView = (
    call: Call,
    page: CasePage,
    body: {
      action: Action;
      policyId: string | null;
      days: number | null;
      reason: string;
      startsAt?: string | null | undefined;
      departedWhy?: string | null | undefined;
      restsOn?: string[] | null | undefined;
    },
    batchId: string | null,
  ): DecisionView => {
    const { summary } = page;
    const policy = policies.find((one) => one.policyId === body.policyId);
    const from = body.startsAt ? Date.parse(body.startsAt) : Date.now();
    const held = body.action === 'ban';
    const decision: DecisionView = {
      decisionId: DecisionId.parse(randomUUID()),
      reference: `D-${randomBytes(2).toString('hex').toUpperCase()}-92QD`,
      caseId: summary.caseId,
      action: body.action,
      policy: policy === undefined ? null : { policyId: policy.policyId, version: policy.version, title: policy.title },
      reason: body.reason,
      until: body.days === null ? null : new Date(from + body.days * day).toISOString(),
      state: held ? 'held' : body.startsAt ? 'scheduled' : 'in-force',
      decidedBy: { staffId: memberOf(call).staffId, name: memberOf(call).name },
      decidedAt: iso(),
      secondPerson: null,
      startsAt: body.startsAt ?? null,
      inForceAt: held || body.startsAt ? null : iso(),
      ended: null,
      departedWhy: body.departedWhy ?? null,
      batchId,
      restsOn: body.restsOn?.map((id) => groundOf(page, id)) ?? null,
      delivery: body.action === 'no-action' || held ? 'none' : 'pending',
    };
    page.decisions.push(decision);
    summary.state = held ? 'held' : 'decided';
    summary.claim = null;
    if (held) state.held.push(heldOf(decision, summary));
    tell(page, 'decided', call, {
      code: 'decided',
      action: body.action,
      policy: policy?.title ?? null,
      reference: decision.reference,
      held,
      begins: body.startsAt ?? null,
    });
    record(call, 'decision.make', `case:${summary.caseId}`, { action: body.action, policy: body.policyId });
    return decision;
  };
  const takeBack = (
    call: Call,
    page: CasePage,
    decision: DecisionView,
    why: 'undo' | 'reversed',
    reason: string | null,
  ) => {
    if (decision.ended !== null) refuse('decision-closed');
    decision.state = why === 'undo' ? 'undone' : 'overturned';
    decision.ended = { at: iso(), why, by: memberOf(call).name, reason };
    if (why === 'undo') page.summary.state = 'open';
    state.held = state.held.filter((one) => one.decisionId !== decision.decisionId);
    const said = { code: 'ended', reference: decision.reference, why, reason } as const;
    tell(page, why === 'undo' ? 'undone' : 'overturned', call, said);
    return decision;
  };
  const batchView = (batchId: string) => {
    const batch = state.batches.get(batchId);
    if (batch === undefined) return refuse('not-found');
    return {
      batchId,
      at: batch.at,
      undoUntil: new Date(Date.parse(batch.at) + 600_000).toISOString(),
      undoneAt: batch.undoneAt,
      cases: batch.caseIds.map((caseId) => ({
        caseId,
        number: pages.get(caseId)?.summary.number ?? '',
        state: batch.undoneAt === null ? 'decided' : 'undone',
        code: null,
      })),
    };
  };
  return {
    listPolicies: () => ({ policies }),
    listPolicyVersions: () => ({ versions: state.versions }),
    listMacros: () => ({ macros: state.macros }),
    proposePolicy: (call) => {
      const body = operations.proposePolicy.body.parse(call.body);
      const { policyId = '' } = call.params;
      if (state.versions.some((one) => one.policyId === policyId && one.state === 'proposed')) refuse('policy-changed');
      const { staffId, name } = memberOf(call);
      const version: PolicyVersion = {
        ...body,
        policyId,
        ends: false,
        state: 'proposed',
        proposedBy: { staffId, name },
        proposedAt: iso(),
        answeredBy: null,
        answeredAt: null,
        answerReason: null,
      };
      state.versions.unshift(version);
      return version;
    },
    proposePolicyEnd: (call) => {
      const body = operations.proposePolicyEnd.body.parse(call.body);
      const { policyId = '' } = call.params;
      const current = state.versions.find((one) => one.policyId === policyId && one.state === 'in-force');
      if (current === undefined) return refuse('not-found');
      const { staffId, name } = memberOf(call);
      const by = { proposedBy: { staffId, name }, proposedAt: iso(), answeredBy: null, answeredAt: null };
      const version: PolicyVersion = {
        ...{ ...current, ...body, ...by, version: 'end-2026', ends: true },
        ...{ state: 'proposed', answerReason: null },
      };
      state.versions.unshift(version);
      return version;
    },
    answerPolicy: (call) => {
      const body = operations.answerPolicy.body.parse(call.body);
      const version = state.versions.find(
        (one) => one.policyId === call.params.policyId && one.version === call.params.version,
      );
      if (version === undefined) return refuse('not-found');
      if (version.proposedBy?.staffId === memberOf(call).staffId) refuse('same-person');
      const { staffId, name } = memberOf(call);
      version.state = body.answer === 'approve' ? 'coming' : 'refused';
      version.answeredBy = { staffId, name };
      version.answeredAt = iso();
      version.answerReason = body.reason;
      return version;
    },
    writeMacro: (call) => {
      const body = operations.writeMacro.body.parse(call.body);
      const macroId = MacroId.parse(call.params.macroId);
      const macro: Macro = { ...body, macroId, updatedBy: memberOf(call).name, updatedAt: iso() };
      state.macros = [...state.macros.filter((one) => one.macroId !== macroId), macro];
      return macro;
    },
    retireMacro: (call) => {
      state.macros = state.macros.filter((one) => one.macroId !== call.params.macroId);
      return null;
    },
    getDecisionSheet: (call) => {
      const page = pageOf(call);
      const { summary } = page;
      const asserted = summary.level === 'ASSERTED';
      const group = summary.subject.kind === 'group';
      const record = strikes(summary);
      return {
        caseId: summary.caseId,
        proposals: policies.map(({ policyId }) => {
          if (group)
            return { policyId, action: 'remove-message', days: null, why: [{ code: 'group', instead: 'suspend' }] };
          if (asserted) {
            return { policyId, action: 'warn', days: null, why: [{ code: 'only-asserted', instead: 'suspend' }] };
          }
          const why = record.length > 0 ? [{ code: 'strikes', count: 1 }] : [{ code: 'severity', severity: 95 }];
          return { policyId, action: 'suspend', days: 7, why };
        }),
        strikes: record,
        standing: group ? null : { banned: false, suspendedUntil: null, limitedUntil: null },
        undoable: page.decisions
          .filter((one) => one.ended === null && one.state !== 'refused')
          .map((one) => ({
            decisionId: one.decisionId,
            until: new Date(Date.parse(one.decidedAt) + 600_000).toISOString(),
          })),
        undoSeconds: 600,
      };
    },
    makeDecision: (call) => {
      const page = pageOf(call);
      const { summary } = page;
      const body = operations.makeDecision.body.parse(call.body);
      if (summary.state !== 'open') refuse('case-closed');
      if (summary.claim?.staffId !== memberOf(call).staffId) refuse('not-claimed');
      if (page.pictures.some(waits)) refuse('pictures-unanswered');
      if (body.reportCount !== summary.reportCount) refuse('case-changed');
      return makeView(call, page, body, null);
    },
    undoDecision: (call) => {
      const { page, decision } = decisionOf(call);
      const body = operations.undoDecision.body.parse(call.body);
      return takeBack(call, page, decision, 'undo', body.reason);
    },
    reverseDecision: (call) => {
      const { page, decision } = decisionOf(call);
      const body = operations.reverseDecision.body.parse(call.body);
      return takeBack(call, page, decision, 'reversed', body.reason);
    },
    previewBatchDecision: (call) => {
      const body = operations.previewBatchDecision.body.parse(call.body);
      const found = body.caseIds.map((caseId) => ({ caseId, page: pages.get(caseId) }));
      const refused: { caseId: string; number: string | null; code: string }[] = [];
      const decidable: { caseId: string; number: string; reportCount: number }[] = [];
      for (const { caseId, page } of found) {
        const { claim, state: at, category, number, reportCount } = page?.summary ?? {};
        if (page === undefined) refused.push({ caseId, number: null, code: 'not-found' });
        else if (at !== 'open') refused.push({ caseId, number: number ?? null, code: 'case-closed' });
        else if (category !== body.category) refused.push({ caseId, number: number ?? null, code: 'other-kind' });
        else if (claim && claim.staffId !== memberOf(call).staffId) {
          refused.push({ caseId, number: number ?? null, code: 'already-claimed' });
        } else decidable.push({ caseId, number: number ?? '', reportCount: reportCount ?? 0 });
      }
      return {
        count: decidable.length,
        departing: 0,
        decidable,
        refused,
        people: decidable.length,
        reporters: decidable.length,
      };
    },
    makeBatchDecision: (call) => {
      const body = operations.makeBatchDecision.body.parse(call.body);
      if (!state.batches.has(body.batchId)) {
        state.batches.set(body.batchId, { at: iso(), undoneAt: null, caseIds: body.cases.map((one) => one.caseId) });
        for (const { caseId } of body.cases) {
          const page = pages.get(caseId);
          if (page !== undefined) makeView(call, page, { ...body, action: Action.parse(body.action) }, body.batchId);
        }
      }
      return batchView(body.batchId);
    },
    getDecisionBatch: (call) => batchView(call.params.batchId ?? ''),
    undoDecisionBatch: (call) => {
      const batch = state.batches.get(call.params.batchId ?? '');
      if (batch === undefined) return refuse('not-found');
      batch.undoneAt = iso();
      for (const caseId of batch.caseIds) {
        const page = pages.get(caseId);
        const decision = page?.decisions.at(-1);
        if (page !== undefined && decision !== undefined) takeBack(call, page, decision, 'undo', null);
      }
      return batchView(call.params.batchId ?? '');
    },
    listHeldDecisions: (call) => ({
      decisions: state.held.map((one) => ({
        ...one,
        notSecond: one.decidedBy.staffId === memberOf(call).staffId ? 'author' : one.notSecond,
        unread: !hasRead(call, one),
      })),
    }),
    answerHeldDecision: (call) => {
      const body = operations.answerHeldDecision.body.parse(call.body);
      const { page, decision } = decisionOf(call);
      const member = memberOf(call);
      if (decision.state !== 'held') refuse('case-closed');
      if (decision.decidedBy.staffId === member.staffId) refuse('same-person');
      const approved = body.answer === 'approve';
      if (approved && !hasRead(call, decision)) refuse('evidence-unread');
      decision.state = approved ? 'in-force' : 'refused';
      decision.inForceAt = approved ? iso() : null;
      decision.secondPerson = { staffId: member.staffId, name: member.name, at: iso() };
      page.summary.state = approved ? 'decided' : 'open';
      state.held = state.held.filter((one) => one.decisionId !== decision.decisionId);
      const kind = approved ? 'approved' : 'refused';
      tell(page, kind, call, { code: kind, reference: decision.reference, reason: body.reason });
      record(call, approved ? 'decision.approve' : 'decision.refuse', `case:${decision.caseId}`);
      return decision;
    },
  };
}

function heldOf(decision: DecisionView, summary: CaseSummary): HeldDecision {
  return {
    ...decision,
    caseNumber: summary.number,
    category: summary.category,
    categoryLabel: summary.categoryLabel,
    priority: summary.priority,
    level: summary.level,
    accountId: summary.subject.kind === 'account' ? summary.subject.accountId : null,
    answerBy: new Date(Date.parse(decision.decidedAt) + 3_600_000).toISOString(),
    notSecond: null,
    unread: true,
  };
}

/** A message of the fixture's conversation carries its number in its id. */
function groundOf(page: CasePage, id: string): DecisionGround {
  const picture = page.pictures.find(({ pictureId }) => pictureId === id);
  return picture === undefined
    ? { kind: 'message', id, number: Number(id.slice(-12)), level: page.summary.level }
    : { kind: 'picture', id, number: picture.number ?? 1, level: 'ATTESTED' };
}
