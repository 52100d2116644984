import { randomUUID } from 'node:crypto';
import {
  type CasePage,
  type CaseSummary,
  type Mention,
  MentionId,
  operations,
  type Paging,
  type ProblemCode,
  type QueuePlan,
  type QueuePlanView,
  type StaffMember,
} from '@wellhouse/protocol';

const minute = 60_000;

export interface FixtureQueues {
  view: QueuePlanView;
  paging: Paging;
  mentions: { to: string; mention: Mention }[];
  /** Who has a case open, by case. */
  viewers: Map<string, { staffId: StaffMember['staffId']; name: string }[]>;
}

interface Call {
  params: Record<string, string>;
  body: unknown;
  staff: StaffMember | null;
}

interface House<C extends Call> {
  state: FixtureQueues;
  cases: CaseSummary[];
  team: readonly StaffMember[];
  pageOf: (call: C) => CasePage;
  memberOf: (call: C) => StaffMember;
  refuse: (code: ProblemCode) => never;
  claimOf: (member: StaffMember) => CaseSummary['claim'];
}

const plan: QueuePlan = {
  queues: [
    { queueId: 'main', name: 'Main', description: 'What no rule takes.', skills: [] },
    { queueId: 'children', name: 'Children', description: 'Grooming and worse.', skills: ['child safety'] },
    { queueId: 'spanish', name: 'En español', description: '', skills: ['español', 'hate speech'] },
  ].map((queue) => ({ ...queue, queueId: queue.queueId })),
  rules: [
    {
      name: 'Children first',
      kinds: ['child'],
      languages: null,
      regions: null,
      surfaces: null,
      minPriority: 'P1',
      exposure: null,
      queueId: 'children',
    },
    {
      name: 'Hate in Spanish',
      kinds: ['hate.speech', 'harass.bully'],
      languages: ['es'],
      regions: ['MX', 'ES'],
      surfaces: ['message', 'group'],
      minPriority: null,
      exposure: 'text',
      queueId: 'spanish',
    },
  ],
  paging: { percents: [50, 80, 100], againMinutes: 5, lowest: 'P3' },
};

export function fixtureQueues(
  now: number,
  staff: Record<'reviewer' | 'lead' | 'other', StaffMember>,
  cases: readonly CaseSummary[],
): FixtureQueues {
  const at = (before: number): string => new Date(now - before * minute).toISOString();
  const [first, second] = cases;
  const member = (one: StaffMember, skills: string[], here: boolean) => ({
    staffId: one.staffId,
    name: one.name,
    skills,
    here,
  });
  const paged = (item: CaseSummary | undefined, stage: string) =>
    item === undefined
      ? []
      : [
          {
            caseId: item.caseId,
            number: item.number,
            priority: item.priority,
            clock: 'decision' as const,
            law: null,
            stage,
            dueAt: item.dueAt,
          },
        ];
  const delivery = (target: string, failing = false) => ({
    target,
    state: failing ? ('pending' as const) : ('delivered' as const),
    attempts: failing ? 4 : 1,
    lastError: failing ? 'no connection (ECONNREFUSED)' : null,
    nextAttemptAt: failing ? new Date(now + minute).toISOString() : null,
    deliveredAt: failing ? null : at(1),
  });
  return {
    view: {
      plan,
      version: 3,
      by: { staffId: staff.lead.staffId, name: staff.lead.name },
      at: at(60 * 24 * 3),
      why: 'Two of us speak Spanish now.',
      earlier: [
        {
          version: 1,
          by: null,
          at: at(60 * 24 * 90),
          why: '',
          plan: { ...plan, queues: plan.queues.slice(0, 1), rules: [] },
        },
      ],
      members: [
        member(staff.reviewer, ['child safety'], true),
        member(staff.lead, ['child safety', 'german'], true),
        member(staff.other, [], false),
      ],
      moving: false,
    },
    paging: {
      webhook: true,
      mail: true,
      duties: [
        {
          dutyId: randomUUID(),
          staffId: staff.lead.staffId,
          name: staff.lead.name,
          from: at(120),
          to: new Date(now + 360 * minute).toISOString(),
        },
      ],
      onDuty: [{ staffId: staff.lead.staffId, name: staff.lead.name }],
      becauseOf: 'duty',
      pages: [
        {
          pageId: randomUUID(),
          at: at(2),
          cases: paged(first, 'again-1'),
          more: 0,
          deliveries: [delivery('webhook', true), delivery(staff.lead.email)],
        },
        {
          pageId: randomUUID(),
          at: at(40),
          cases: [...paged(second, '80%'), ...paged(first, 'now')],
          more: 3,
          deliveries: [delivery('webhook'), delivery(staff.lead.email)],
        },
      ],
      failing: 1,
      untaken: [],
    },
    mentions: [],
    viewers: new Map(),
  };
}

export function mentionOf(
  file: CaseSummary,
  from: StaffMember,
  given: Partial<Mention> & Pick<Mention, 'kind'>,
): Mention {
  return {
    mentionId: MentionId.parse(randomUUID()),
    case: file,
    from: { staffId: from.staffId, name: from.name },
    to: null,
    note: '',
    at: new Date().toISOString(),
    keptUntil: null,
    ...given,
  };
}

/** Queues, claims and calls, as apps/server does them. */
export function queueHandlers<C extends Call>(house: House<C>) {
  const { state, cases, team, pageOf, memberOf, refuse, claimOf } = house;
  const nameOf = (staffId: string): StaffMember => team.find((one) => one.staffId === staffId) ?? refuse('not-found');
  const give = (kind: 'handed-over' | 'assigned') => (call: C) => {
    const body = operations.handOverCase.body.parse(call.body);
    const { summary } = pageOf(call);
    const from = memberOf(call);
    if (kind === 'handed-over' && summary.claim?.staffId !== from.staffId) refuse('not-claimed');
    const to = nameOf(body.staffId);
    summary.claim = claimOf(to);
    const keptUntil = new Date(Date.now() + 15 * minute).toISOString();
    const named = { staffId: to.staffId, name: to.name };
    state.mentions.push({
      to: to.staffId,
      mention: mentionOf(summary, from, { kind, note: body.note, to: named, keptUntil }),
    });
    return summary;
  };
  return {
    listQueues: (call: C) => ({
      queues: state.view.plan.queues.map((queue) => {
        const able = state.view.members.filter(({ skills }) => queue.skills.every((skill) => skills.includes(skill)));
        return {
          ...queue,
          openCount: cases.filter((one) => one.state === 'open' && one.queueId === queue.queueId).length,
          able: able.length,
          here: able.filter(({ here }) => here).length,
          mine: able.some(({ staffId }) => staffId === call.staff?.staffId),
        };
      }),
    }),
    getQueuePlan: () => state.view,
    previewQueuePlan: (call: C) => {
      const { plan: wanted } = operations.previewQueuePlan.body.parse(call.body);
      const moves = wanted.rules.length < plan.rules.length ? [{ from: 'children', to: 'main', count: 7 }] : [];
      return {
        openCount: cases.length,
        moves,
        withoutPeople: wanted.queues.filter(({ skills }) => skills.includes('español')).map(({ queueId }) => queueId),
        matched: wanted.rules.map((_rule, index) => 9 - index),
        unmatched: cases.length - 9,
      };
    },
    changeQueuePlan: (call: C) => {
      const body = operations.changeQueuePlan.body.parse(call.body);
      if (body.baseVersion !== state.view.version) refuse('plan-changed');
      const by = memberOf(call);
      const { version, at, why, plan: before, by: whose } = state.view;
      state.view = {
        ...state.view,
        plan: body.plan,
        version: version + 1,
        by: { staffId: by.staffId, name: by.name },
        at: new Date().toISOString(),
        why: body.why,
        earlier: [{ version, at, why, plan: before, by: whose }, ...state.view.earlier],
        moving: true,
      };
      return state.view;
    },
    setSkills: (call: C) => {
      const { skills } = operations.setSkills.body.parse(call.body);
      const member = state.view.members.find(({ staffId }) => staffId === call.params.staffId);
      if (member === undefined) return refuse('not-found');
      member.skills = skills;
      return { skills };
    },
    getDesk: (call: C) => {
      const me = memberOf(call).staffId;
      return {
        claims: cases.filter((one) => one.state === 'open' && one.claim?.staffId === me),
        mentions: state.mentions.filter(({ to }) => to === me).map(({ mention }) => mention),
      };
    },
    closeMention: (call: C) => {
      state.mentions = state.mentions.filter(({ mention }) => mention.mentionId !== call.params.mentionId);
      return null;
    },
    keepCase: (call: C) => {
      const { summary } = pageOf(call);
      const me = memberOf(call).staffId;
      const viewers = state.viewers.get(summary.caseId) ?? [];
      return { claim: summary.claim, viewers: viewers.filter(({ staffId }) => staffId !== me) };
    },
    listColleagues: (call: C) => ({
      colleagues: state.view.members
        .filter(({ staffId }) => staffId !== call.staff?.staffId)
        .map(({ staffId, name, here, skills }) => ({
          staffId,
          name,
          here,
          bar: skills.length === 0 ? ('skills' as const) : null,
        })),
    }),
    handOverCase: give('handed-over'),
    assignCase: give('assigned'),
    askForHelp: (call: C) => {
      const body = operations.askForHelp.body.parse(call.body);
      const { summary } = pageOf(call);
      const to = body.staffId ?? team.find((one) => one.roles.includes('lead'))?.staffId ?? '';
      state.mentions.push({ to, mention: mentionOf(summary, memberOf(call), { kind: 'help', note: body.note }) });
      return null;
    },
    recordOrder: (call: C) => pageOf(call).summary,
    getPaging: () => state.paging,
    addDuty: (call: C) => {
      const body = operations.addDuty.body.parse(call.body);
      const duty = { ...body, dutyId: randomUUID(), name: nameOf(body.staffId).name };
      state.paging.duties.push(duty);
      return duty;
    },
    removeDuty: (call: C) => {
      state.paging.duties = state.paging.duties.filter(({ dutyId }) => dutyId !== call.params.dutyId);
      return null;
    },
  };
}
