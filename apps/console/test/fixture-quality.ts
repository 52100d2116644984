import { randomUUID } from 'node:crypto';
import type { Role } from '@wellhouse/protocol';
import {
  Action,
  type Agreement,
  type Calibration,
  CaseId,
  type CaseSummary,
  type ConversationEntry,
  type GoldenCase,
  GoldenId,
  operations,
  type ProblemCode,
  type QualityDesk,
  type QualityPlan,
  type QualityResult,
  type QualityReview,
  QualityReviewId,
  type StaffMember,
  ViewId,
} from '@wellhouse/protocol';
import { fixtureConversation, fixturePage } from './fixture-data.ts';

export interface FixtureQuality {
  waiting: QualityReview[];
  taken: QualityReview | null;
  results: QualityResult[];
  plan: QualityPlan;
  golden: GoldenCase[];
  calibration: Calibration;
  conversation: ConversationEntry[];
}

interface Call {
  params: Record<string, string>;
  body: unknown;
  staff: StaffMember | null;
}

interface House<C extends Call> {
  state: FixtureQuality;
  memberOf: (call: C) => StaffMember;
  refuse: (code: ProblemCode) => never;
}

const threats = { policyId: 'threats', title: 'Threats and violence' };
const harassment = { policyId: 'harassment', title: 'Bullying, stalking and doxxing' };

function agreement(n: number, same: number, kappa: [number, number, number] | null, commonest = 0.5): Agreement {
  const estimate = kappa === null ? null : { value: kappa[0], interval: { low: kappa[1], high: kappa[2] } };
  return {
    n,
    same,
    samePolicy: same,
    kappa: estimate,
    weighted: estimate,
    pabak: kappa === null ? null : 0.8,
    commonest,
  };
}

/** Two that wait, two answered ones, two disagreements and three golden cases. */
export function fixtureQuality(
  now: number,
  staff: Record<Role | 'other', StaffMember>,
  cases: readonly CaseSummary[],
): FixtureQuality {
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const [shown] = cases;
  if (shown === undefined) throw new Error('make cases first');
  const judged = (action: Action, reason: string, policy = threats) => ({ action, policy, reason });
  const person = ({ staffId, name }: StaffMember) => ({ staffId, name });
  const waiting = [0, 1].map(
    (): QualityReview => ({
      reviewId: QualityReviewId.parse(randomUUID()),
      takenAt: at(0),
      subject: shown.subject,
      category: 'threat.violence',
      categoryLabel: 'Threat of violence',
      level: 'VERIFIED',
      reports: [
        {
          category: 'threat.violence',
          statement: 'He has been writing this since I left the club.',
          answers: { danger: 'no', about: 'me' },
          locale: 'en',
          audience: 'adult',
        },
      ],
      policies: [
        {
          ...threats,
          version: '2026-11',
          summary: 'No threat to kill or to hurt, no call to violence, no instructions for it.',
          categories: ['threat.life', 'threat.violence'],
        },
        { ...harassment, version: '2026-11', summary: 'Nobody is hounded.', categories: ['harass.bully'] },
      ],
      strikes: [{ policyId: 'threats', at: at(-900), weight: 1 }],
    }),
  );
  const result = (kind: 'sample' | 'golden', mine: Action, other: Action): QualityResult => ({
    reviewId: QualityReviewId.parse(randomUUID()),
    answeredAt: at(-20),
    kind,
    caseId: kind === 'golden' ? null : (cases[2]?.caseId ?? null),
    category: 'threat.violence',
    categoryLabel: 'Threat of violence',
    mine: judged(mine, 'The words name a day and a place.'),
    other: judged(other, 'A threat, and the first one of this account.'),
    sameAction: mine === other,
    samePolicy: true,
    settled:
      kind === 'sample' && mine !== other
        ? { outcome: 'first-stands', note: 'A first strike is a warning here; we talked about it.', at: at(-2) }
        : null,
  });
  const disagreement = (index: number, settled: boolean): Calibration['disagreements'][number] => ({
    reviewId: QualityReviewId.parse(randomUUID()),
    caseId: CaseId.parse(cases[index]?.caseId),
    number: `C-${1_020 + index}`,
    category: 'threat.violence',
    categoryLabel: 'Threat of violence',
    answeredAt: at(-30 - index),
    first: { ...judged('warn', 'You wrote that you would come for them.'), by: person(staff.reviewer) },
    second: { ...judged('suspend', 'It is the second time; the policy asks for more.'), by: person(staff.other) },
    settled: settled
      ? { outcome: 'second-right', note: 'The strike before was overlooked.', at: at(-3), by: staff.lead.name }
      : null,
  });
  const golden = (state: GoldenCase['state'], by: StaffMember): GoldenCase => ({
    goldenId: GoldenId.parse(randomUUID()),
    category: 'harass.bully',
    categoryLabel: 'Bullying',
    messages: [
      { from: 'reporter', text: 'Please leave me alone.', reported: false },
      { from: 'subject', text: 'Nobody in this class likes you.', reported: true },
    ],
    statement: 'This goes on every day.',
    action: 'warn',
    policyId: 'harassment',
    reasoning: 'Mean words without a threat: the mildest step that tells the person.',
    state,
    proposedBy: person(by),
    proposedAt: at(-200),
    answeredBy: state === 'proposed' ? null : person(staff.lead),
    answerReason: state === 'proposed' ? null : 'Just as we talked.',
    answered: state === 'agreed' ? 8 : 0,
    sameAction: state === 'agreed' ? 7 : 0,
  });
  const matrix = Action.options.map((_, row) =>
    Action.options.map((_, column) => (row === column ? 24 - row * 3 : Math.max(0, 3 - Math.abs(row - column) * 2))),
  );
  return {
    conversation: fixtureConversation(fixturePage(shown, now), now),
    waiting,
    taken: null,
    results: [result('sample', 'suspend', 'warn'), result('golden', 'warn', 'warn')],
    plan: {
      version: 2,
      share: 7,
      rules: [{ policyId: 'threats', priority: 'P0', share: 25, pictures: false }],
      goldenEvery: 10,
      setAt: at(-400),
      setBy: staff.lead.name,
      reason: 'More of what is urgent.',
    },
    golden: [golden('proposed', staff.other), golden('agreed', staff.other), golden('retired', staff.other)],
    calibration: {
      days: 90,
      counts: { decisions: 1_904, drawn: 131, answered: 118, open: 9, withdrawn: 4 },
      all: agreement(118, 99, [0.71, 0.62, 0.8]),
      matrix,
      policies: [
        { policy: threats, agreement: agreement(54, 47, [0.78, 0.66, 0.9]) },
        { policy: null, agreement: agreement(41, 39, [0.31, -0.02, 0.64], 0.91) },
        { policy: harassment, agreement: agreement(23, 13, [0.38, 0.14, 0.62]) },
        { policy: { policyId: 'spam', title: 'Spam' }, agreement: agreement(6, 5, null) },
      ],
      pairs: [
        { one: person(staff.reviewer), other: person(staff.other), agreement: agreement(34, 30, [0.74, 0.55, 0.93]) },
        { one: person(staff.lead), other: person(staff.reviewer), agreement: agreement(11, 8, null) },
      ],
      golden: { answered: 8, sameAction: 7, samePolicy: 8 },
      appeals: [
        { policy: threats, heard: 21, changed: 3, milder: 2, interval: { low: 0.05, high: 0.35 } },
        { policy: harassment, heard: 9, changed: 4, milder: 1, interval: { low: 0.19, high: 0.73 } },
      ],
      disagreements: [disagreement(5, false), disagreement(6, true)],
    },
  };
}

/** Second reviews, golden cases and the plan, as the server keeps them. */
export function qualityHandlers<C extends Call>({ state, memberOf, refuse }: House<C>) {
  const ownReview = (call: C): QualityReview =>
    state.taken !== null && state.taken.reviewId === call.params.reviewId ? state.taken : refuse('not-found');
  const views = new Set<string>();
  return {
    getQualityDesk: (): QualityDesk => ({
      waiting: state.waiting.length,
      taken: state.taken?.reviewId ?? null,
      results: state.results,
      own: { answered: 14, sameAction: 12, samePolicy: 13 },
    }),
    takeQualityReview: (): QualityReview => {
      state.taken ??= state.waiting.shift() ?? refuse('no-quality-review');
      return state.taken;
    },
    getQualityReview: ownReview,
    leaveQualityReview: (call: C) => {
      ownReview(call);
      state.taken = null;
      return null;
    },
    beginQualityView: (call: C) => {
      const { reviewId } = ownReview(call);
      views.add(reviewId);
      const conversation = state.conversation.map(
        (entry): ConversationEntry => (entry.type === 'message' ? { ...entry, reportIds: [] } : entry),
      );
      return { viewId: ViewId.parse(randomUUID()), startedAt: new Date().toISOString(), conversation };
    },
    reportQualityView: () => null,
    answerQualityReview: (call: C): QualityResult => {
      const review = ownReview(call);
      const body = operations.answerQualityReview.body.parse(call.body);
      if (!views.has(review.reviewId)) refuse('quality-unread');
      const { action, reason } = body;
      const policy = review.policies.find((one) => one.policyId === body.policyId);
      const answered: QualityResult = {
        reviewId: review.reviewId,
        answeredAt: new Date().toISOString(),
        kind: 'sample',
        caseId: CaseId.parse(randomUUID()),
        category: review.category,
        categoryLabel: review.categoryLabel,
        mine: {
          action,
          policy: policy === undefined ? null : { policyId: policy.policyId, title: policy.title },
          reason,
        },
        other: { action: 'suspend', policy: threats, reason: 'You wrote that you would come for them.' },
        sameAction: action === 'suspend',
        samePolicy: body.policyId === threats.policyId,
        settled: null,
      };
      state.taken = null;
      state.results.unshift(answered);
      return answered;
    },
    getCalibration: () => state.calibration,
    settleDisagreement: (call: C) => {
      const { outcome, note } = operations.settleDisagreement.body.parse(call.body);
      const found = state.calibration.disagreements.find((one) => one.reviewId === call.params.reviewId);
      if (found === undefined) return refuse('not-found');
      found.settled = { outcome, note, at: new Date().toISOString(), by: memberOf(call).name };
      return found;
    },
    getQualityPlan: () => state.plan,
    putQualityPlan: (call: C) => {
      const body = operations.putQualityPlan.body.parse(call.body);
      const set = { version: state.plan.version + 1, setAt: new Date().toISOString(), setBy: memberOf(call).name };
      state.plan = { ...body, ...set };
      return state.plan;
    },
    checkQualityDraws: () => ({ checked: 1_904, drawn: 131, wrong: 0 }),
    listGoldenCases: () => ({ golden: state.golden }),
    proposeGoldenCase: (call: C): GoldenCase => {
      const body = operations.proposeGoldenCase.body.parse(call.body);
      const { staffId, name } = memberOf(call);
      const proposed: GoldenCase = {
        ...body,
        goldenId: GoldenId.parse(randomUUID()),
        categoryLabel: body.category,
        state: 'proposed',
        proposedBy: { staffId, name },
        proposedAt: new Date().toISOString(),
        answeredBy: null,
        answerReason: null,
        answered: 0,
        sameAction: 0,
      };
      state.golden.unshift(proposed);
      return proposed;
    },
    answerGoldenCase: (call: C) => {
      const { answer, reason } = operations.answerGoldenCase.body.parse(call.body);
      const found = state.golden.find((one) => one.goldenId === call.params.goldenId);
      const { staffId, name } = memberOf(call);
      if (found === undefined) return refuse('not-found');
      if (found.proposedBy.staffId === staffId) return refuse('same-person');
      found.state = answer === 'agree' ? 'agreed' : 'refused';
      found.answeredBy = { staffId, name };
      found.answerReason = reason;
      return found;
    },
    retireGoldenCase: (call: C) => {
      const found = state.golden.find((one) => one.goldenId === call.params.goldenId);
      if (found !== undefined) found.state = 'retired';
      return null;
    },
  };
}
