import { AppealId, CaseId, type DecisionView, ReportId } from '@wellhouse/protocol';
import { findForPerson, findForReporter } from '../appeals/appeal-party.ts';
import { sidesToldOf } from '../appeals/appeal-rules.ts';
import { claimNextHearing } from '../appeals/claim-hearing.ts';
import { decideHearing } from '../appeals/decide-hearing.ts';
import { getHearing } from '../appeals/get-hearing.ts';
import { makeAppeal } from '../appeals/make-appeal.ts';
import type { Deps } from '../deps.ts';
import { newUuid } from '../staff/tokens.ts';
import { demoHubId } from './demo-hub.ts';
import { callerOf, unlessRefused } from './demo-staff.ts';
import type { DemoMember } from './demo-team.ts';
import words from './demo-words.json' with { type: 'json' };
import type { Seeded } from './seeded.ts';

/** Of those who were told of an action; of those whose report came to nothing. */
const personAppeals = 0.05;
const reporterAppeals = 0.03;
const hourMs = 3_600_000;

type Locale = keyof typeof words.answer.stays;
const localeOf = (locale: string): Locale => (locale in words.answer.stays ? (locale as Locale) : 'en');

interface Coming {
  readonly at: number;
  readonly caseId: string;
  readonly decisionId: string;
  /** Null: the reporter's. */
  readonly accountId: string | null;
}

/** People who see it differently: each appeals hours after the decision, and somebody else of the team hears it. */
export function createDemoAppeals(deps: Deps, random: Seeded) {
  let coming: Coming[] = [];

  async function file(one: Coming): Promise<void> {
    const { kysely } = deps.database;
    const report = await kysely
      .selectFrom('report')
      .select(['report_id', 'locale'])
      .where('case_id', '=', one.caseId)
      .orderBy('accepted_at')
      .limit(1)
      .executeTakeFirst();
    if (report === undefined) return;
    const locale = localeOf(report.locale);
    const side = one.accountId === null ? 'reporter' : 'person';
    const appealable =
      one.accountId === null
        ? await findForReporter(kysely, ReportId.parse(report.report_id))
        : await findForPerson(kysely, { hubId: demoHubId, accountId: one.accountId }, one.decisionId);
    const appealId = AppealId.parse(newUuid(deps.random));
    await makeAppeal(deps, appealable, { appealId, statement: random.pick(words.appeal[side][locale]), locale });
  }

  return {
    /** A decision was made: somebody may not agree with it. */
    decided(decision: DecisionView, subject: { readonly kind: string; readonly accountId?: string }): void {
      if (decision.state !== 'in-force') return;
      const none = decision.action === 'no-action';
      if (random.next() >= (none ? reporterAppeals : personAppeals)) return;
      const accountId = none ? null : (subject.accountId ?? null);
      if (!none && accountId === null) return;
      const at = Date.parse(decision.decidedAt) + (1 + random.below(30)) * hourMs;
      coming.push({ at, caseId: CaseId.parse(decision.caseId), decisionId: decision.decisionId, accountId });
    },
    /** Those whose hour has come write. */
    async write(): Promise<void> {
      const now = deps.clock().getTime();
      const due = coming.filter((one) => one.at <= now);
      coming = coming.filter((one) => one.at > now);
      for (const one of due) await file(one).catch(unlessRefused);
    },
    /** One person hears appeals until `keep` are left. */
    async hear(member: DemoMember, keep: number): Promise<void> {
      for (;;) {
        const { open } = await deps.database.kysely
          .selectFrom('appeal_hearing')
          .select(({ fn }) => fn.countAll<string>().as('open'))
          .where('state', '=', 'open')
          .executeTakeFirstOrThrow();
        if (Number(open) <= keep) return;
        const claimed = await claimNextHearing(deps, callerOf(member)).catch(unlessRefused);
        if (claimed === null) return;
        await hearOne(deps, random, member.staffId, claimed.hearingId);
      }
    },
  };
}

async function hearOne(deps: Deps, random: Seeded, staffId: string, hearingId: string): Promise<void> {
  const page = await getHearing(deps, staffId, hearingId);
  const [choice] = page.milder;
  const weights = { uphold: 64, overturn: 20, milder: choice === undefined ? 0 : 10, reopen: 16 };
  const open = Object.fromEntries(page.outcomes.map((outcome) => [outcome, weights[outcome]]));
  const outcome = random.weighted(open) as (typeof page.outcomes)[number];
  const sides = sidesToldOf(outcome, page.summary.decision, new Set(page.appeals.map(({ side }) => side)));
  const locale = localeOf(page.appeals[0]?.locale ?? 'en');
  const reason = words.answer[outcome === 'uphold' ? 'stays' : 'changes'][locale];
  const milder = choice === undefined ? null : { action: choice.action, days: choice.maxDays };
  await decideHearing(deps, staffId, hearingId, {
    outcome,
    milder: outcome === 'milder' ? milder : null,
    reasons: { person: sides.has('person') ? reason : null, reporter: sides.has('reporter') ? reason : null },
    appealCount: page.appeals.length,
    unfounded: [],
  }).catch(unlessRefused);
}
