import {
  type CarePage,
  type CareTeam,
  type ConversationEntry,
  careCaps,
  type KnownPicture,
  type OperationId,
  operations,
  type ProblemCode,
  type StaffMember,
} from '@wellhouse/protocol';

const empty = { dayMinutes: null, weekMinutes: null };
const team: CareTeam['settings'] = {
  budgets: careCaps,
  breakAfterMinutes: 25,
  breakMinutes: 10,
  helpText: 'Sam Okoro, 0555 010 010, weekdays 9 to 17. You need no reason to call.',
};

export interface FixtureCare {
  page: CarePage;
  team: CareTeam;
  /** By key. */
  preferences: Record<string, unknown>;
  reasons: unknown[];
  /** Where the pictures of a report were decided about before. */
  known: KnownPicture | null;
}

export function withKnown(conversation: ConversationEntry[], known: KnownPicture | null): ConversationEntry[] {
  if (known === null) return conversation;
  return conversation.map((entry) =>
    entry.type === 'gap'
      ? entry
      : { ...entry, parts: entry.parts.map((part) => (part.type === 'attachment' ? { ...part, known } : part)) },
  );
}

export function fixtureCare(now: number, staff: { other: StaffMember }): FixtureCare {
  const day = (before: number): string => new Date(now - before * 86_400_000).toISOString().slice(0, 10);
  const minutes = (index: number) => ({ child: index * 3, graphic: 12 - index, text: 20, other: 31 + index });
  return {
    page: {
      at: new Date(now).toISOString(),
      team,
      own: {
        budgets: { child: empty, graphic: empty, text: empty, other: empty },
        withoutCategories: [],
        timeZone: 'UTC',
        breakAfterMinutes: null,
        breakMinutes: null,
        shares: false,
      },
      budgets: careCaps,
      days: [6, 5, 4, 3, 2, 1, 0].map((before, index) => ({ day: day(before), minutes: minutes(index) })),
      week: { child: 63, graphic: 63, text: 140, other: 238 },
      pictures: { child: 1.5, graphic: 2.25, text: 0, other: 4 },
      spent: ['graphic'],
      pausedUntil: null,
      breakMinutes: 10,
      breakDue: null,
      nobodyElse: [],
    },
    team: {
      settings: team,
      version: 2,
      by: 'Lena',
      at: new Date(now).toISOString(),
      why: 'Sam is there now.',
      budgets: { child: null, graphic: { near: 1, reached: 1 }, text: { near: 0, reached: 0 }, other: null },
      untaken: ['child.sadistic_group'],
      shared: [
        { staffId: staff.other.staffId, name: staff.other.name, week: { child: 20, graphic: 8, text: 40, other: 60 } },
      ],
    },
    // As the browser reads; a test in another language sees it kept.
    preferences: { locale: 'en' },
    reasons: [],
    known: null,
  };
}

/** Care for reviewers, as apps/server does it. */
export function careHandlers<C extends { body: unknown }>({
  state,
  refuse,
}: {
  state: FixtureCare;
  refuse: (code: ProblemCode) => never;
}) {
  return {
    getCare: () => state.page,
    putCare: (call: C) => {
      state.page = { ...state.page, own: operations.putCare.body.parse(call.body) };
      return state.page;
    },
    setBreak: (call: C) => {
      const { minutes } = operations.setBreak.body.parse(call.body);
      const until = minutes === 0 ? null : new Date(Date.now() + minutes * 60_000).toISOString();
      state.page = { ...state.page, pausedUntil: until, breakDue: null };
      return state.page;
    },
    getCareTeam: () => state.team,
    putCareTeam: (call: C) => {
      const body = operations.putCareTeam.body.parse(call.body);
      if (body.baseVersion !== state.team.version) return refuse('plan-changed');
      state.team = { ...state.team, settings: body.settings, version: body.baseVersion + 1, why: body.why };
      return state.team;
    },
    getPreferences: () => ({ preferences: state.preferences }),
    putPreferences: (call: C) => {
      const body = operations.putPreferences.body.parse(call.body);
      Object.assign(state.preferences, body.preferences);
      return { preferences: state.preferences };
    },
    openKnownPicture: (call: C) => {
      state.reasons.push(operations.openKnownPicture.body.parse(call.body));
      return null;
    },
  } satisfies Partial<Record<OperationId, (call: C) => unknown>>;
}
