import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { PagedCase } from '../schema/page.ts';
import { newUuid } from '../staff/tokens.ts';
import { clockMinutesOf, clocksOf } from './clocks.ts';
import { loadPlan } from './load-plan.ts';
import { type Stage, stagesDue } from './page-stages.ts';
import { isUntaken } from './watch-takers.ts';
import { writePage } from './write-page.ts';

/** Cases that one look takes; the next one takes the next. */
const batch = 500;

/**
 * Looks at the clocks that are due for a look and calls people, once for each stage of each clock however many workers look:
 * what a worker looks at is its own until it has committed, and a stage is a row of its own. The chore of every worker.
 */
export function createWatchClocks(deps: Deps): () => Promise<number> {
  let last = 0;
  return async () => {
    const now = deps.clock();
    // This machine's clock was ahead and was set back: what it said too early is said again in time.
    if (now.getTime() < last - 1_000) await deps.database.transaction((tx) => unsay(tx, now));
    last = now.getTime();
    let looked = 0;
    for (;;) {
      const found = await deps.database.transaction((tx) => lookOnce(deps, tx, now));
      looked += found;
      if (found < batch) return looked;
    }
  };
}

async function unsay(tx: Transaction, now: Date): Promise<void> {
  await tx
    .deleteFrom('page_stage')
    .where('page_id', 'in', (pages) => pages.selectFrom('page').select('page_id').where('at', '>', now))
    .execute();
  await tx.updateTable('page_watch').set({ look_at: now }).where('look_at', '>', now).execute();
}

async function lookOnce(deps: Deps, tx: Transaction, now: Date): Promise<number> {
  const watched = await tx
    .selectFrom('page_watch')
    .select('case_id')
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute();
  if (watched.length === 0) return 0;
  const plan = await loadPlan(tx);
  const cases = await tx
    .selectFrom('case_file')
    .select(['case_id', 'case_number', 'category', 'priority', 'state', 'opened_at', 'due_at', 'danger'])
    .select(['first_review_at', 'decided_at', 'order_at', 'claim_staff_id', 'claim_until'])
    .where(
      'case_id',
      'in',
      watched.map((row) => row.case_id),
    )
    .execute();
  const found = cases.map((file) => {
    const facts = {
      category: file.category,
      priority: file.priority,
      openedAt: file.opened_at,
      dueAt: file.due_at,
      clockMinutes: clockMinutesOf(file),
      firstReviewAt: file.first_review_at,
      decidedAt: file.decided_at,
      orderAt: file.order_at,
    };
    const claimed = file.state === 'held' || (file.claim_until !== null && file.claim_until > now);
    return { file, ...stagesDue({ priority: file.priority, claimed, clocks: clocksOf(facts, now) }, plan.paging, now) };
  });
  const pageId = newUuid(deps.random);
  const passed = found.flatMap(({ file, passed: stages }) => stages.map((stage) => rowOf(file.case_id, stage, pageId)));
  await addStages(tx, passed);
  const due = found.flatMap(({ file, due: stages }) => stages.map((stage) => rowOf(file.case_id, stage, pageId)));
  const fresh = new Set(await addStages(tx, due));
  const paged = found.flatMap(({ file, due: stages }) =>
    stages
      .filter((stage) => fresh.has(keyOf(rowOf(file.case_id, stage, pageId))))
      .map(
        ({ clock, law, stage, dueAt }): PagedCase => ({
          caseId: file.case_id,
          number: `C-${file.case_number}`,
          priority: file.priority,
          clock,
          law,
          stage,
          dueAt: dueAt.toISOString(),
        }),
      ),
  );
  if (paged.length > 0 || passed.length > 0) {
    const leads = await isUntaken(
      tx,
      paged.map(({ caseId }) => caseId),
    );
    await writePage(deps, tx, { pageId, now, paged, leads });
  }
  await lookAgain(tx, watched, new Map(found.map(({ file, lookAt }) => [file.case_id, lookAt])));
  return watched.length;
}

interface StageRow {
  readonly case_id: string;
  readonly clock: Stage['clock'];
  readonly due_at: Date;
  readonly stage: string;
  readonly page_id: string;
}

function rowOf(caseId: string, { clock, dueAt, stage }: Stage, pageId: string): StageRow {
  return { case_id: caseId, clock, due_at: dueAt, stage, page_id: pageId };
}

function keyOf(row: Omit<StageRow, 'page_id'>): string {
  return `${row.case_id} ${row.clock} ${row.due_at.getTime()} ${row.stage}`;
}

/** Those that were not there before. */
async function addStages(tx: Transaction, rows: readonly StageRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await tx
    .insertInto('page_stage')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .returning(['case_id', 'clock', 'due_at', 'stage'])
    .execute();
  return added.map(keyOf);
}

/** A case that is gone from the table is not looked at any more. */
async function lookAgain(
  tx: Transaction,
  watched: readonly { readonly case_id: string }[],
  lookAt: ReadonlyMap<string, Date>,
): Promise<void> {
  const ids = watched.map((row) => row.case_id);
  const times = ids.map((id) => lookAt.get(id)?.toISOString() ?? null);
  await sql`update page_watch set look_at = next.look_at
    from unnest(${ids}::uuid[], ${times}::timestamptz[]) next (case_id, look_at)
    where page_watch.case_id = next.case_id and next.look_at is not null`.execute(tx);
  const gone = ids.filter((id) => !lookAt.has(id));
  if (gone.length > 0) await tx.deleteFrom('page_watch').where('case_id', 'in', gone).execute();
}
