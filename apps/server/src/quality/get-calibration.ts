import { type Action, type Calibration, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { agreementOf, type Judged, matrixOf, turned } from './agreement.ts';
import { wilson } from './kappa.ts';
import { loadDisagreements } from './load-disagreements.ts';
import { titleOf, titlesOf } from './policy-titles.ts';

interface Row extends Judged {
  policyId: string | null;
  author: string;
  authorName: string;
  reviewer: string;
  reviewerName: string;
}

type Answer = z.input<typeof Calibration>;

/** How far first and second reviews of the last days agree, together, by policy and by pair of people. */
export async function getCalibration(deps: Pick<Deps, 'database' | 'clock'>, days: number): Promise<Answer> {
  const { kysely } = deps.database;
  const since = new Date(deps.clock().getTime() - days * 86_400_000);
  const [rows, titles] = [await loadJudged(kysely, since), await titlesOf(kysely)];
  const byPolicy = grouped(rows, (row) => row.policyId ?? '');
  const byPair = grouped(rows, (row) => [row.author, row.reviewer].sort().join(' '));
  return {
    days,
    counts: await loadCounts(kysely, since),
    all: agreementOf(rows),
    matrix: matrixOf(rows),
    policies: byPolicy.map(([policyId, ofPolicy]) => ({
      policy: titleOf(titles, policyId === '' ? null : policyId),
      agreement: agreementOf(ofPolicy),
    })),
    pairs: byPair.map(([key, ofPair]) => {
      const [one = '', other = ''] = key.split(' ');
      // Each of the two keeps one side of the table, whoever decided first.
      const agreement = agreementOf(ofPair.map((row) => turned(row, row.author !== one)));
      const nameOf = (staffId: string) => {
        const row = ofPair.find((each) => each.author === staffId || each.reviewer === staffId);
        return row?.author === staffId ? row.authorName : (row?.reviewerName ?? '');
      };
      return {
        one: { staffId: StaffId.parse(one), name: nameOf(one) },
        other: { staffId: StaffId.parse(other), name: nameOf(other) },
        agreement,
      };
    }),
    golden: await loadGolden(kysely, since),
    appeals: (await loadAppeals(kysely, since)).map(({ policyId, heard, changed, milder }) => ({
      policy: titleOf(titles, policyId),
      ...{ heard, changed, milder },
      interval: wilson(changed, heard),
    })),
    disagreements: await loadDisagreements(kysely, { since }),
  };
}

/** The largest groups first. */
function grouped<One>(all: readonly One[], keyOf: (one: One) => string): [string, One[]][] {
  const groups = new Map<string, One[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups].sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1));
}

async function loadJudged(executor: Executor, since: Date): Promise<Row[]> {
  const { rows } = await sql<Row & { first: Action }>`
    select decision.action as first, review.action as second, review.same_policy as "samePolicy",
      case when decision.action = 'no-action' then null else decision.policy_id end as "policyId",
      review.author_id as author, author.name as "authorName", review.staff_id as reviewer, reviewer.name as "reviewerName"
    from quality_review review join decision using (decision_id)
    join staff author on author.staff_id = review.author_id
    join staff reviewer on reviewer.staff_id = review.staff_id
    where review.state = 'answered' and review.answered_at >= ${since}`.execute(executor);
  return rows;
}

async function loadCounts(executor: Executor, since: Date): Promise<Answer['counts']> {
  const { rows } = await sql<Answer['counts']>`
    select count(*)::integer as decisions,
      count(*) filter (where drawn.outcome = 'drawn')::integer as drawn,
      count(*) filter (where review.state = 'answered')::integer as answered,
      count(*) filter (where review.state in ('waiting', 'taken'))::integer as open,
      count(*) filter (where review.state = 'withdrawn')::integer as withdrawn
    from quality_draw drawn left join quality_review review using (decision_id)
    where drawn.at >= ${since}`.execute(executor);
  return rows[0] ?? { decisions: 0, drawn: 0, answered: 0, open: 0, withdrawn: 0 };
}

async function loadGolden(executor: Executor, since: Date): Promise<Answer['golden']> {
  const { rows } = await sql<Answer['golden']>`
    select count(*)::integer as answered, count(*) filter (where same_action)::integer as "sameAction",
      count(*) filter (where same_policy)::integer as "samePolicy"
    from quality_review where golden_id is not null and state = 'answered' and answered_at >= ${since}`.execute(
    executor,
  );
  return rows[0] ?? { answered: 0, sameAction: 0, samePolicy: 0 };
}

interface Appeals {
  policyId: string | null;
  heard: number;
  changed: number;
  milder: number;
}

/** A decision that was not upheld was changed, whatever took its place. */
async function loadAppeals(executor: Executor, since: Date): Promise<Appeals[]> {
  const { rows } = await sql<Appeals>`
    select case when decision.action = 'no-action' then null else decision.policy_id end as "policyId",
      count(*)::integer as heard, count(*) filter (where hearing.outcome <> 'uphold')::integer as changed,
      count(*) filter (where hearing.outcome = 'milder')::integer as milder
    from appeal_hearing hearing join decision using (decision_id)
    where hearing.state = 'decided' and hearing.heard_at >= ${since}
    group by 1 order by 2 desc, 1`.execute(executor);
  return rows;
}
