import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import type { PagedCase } from '../schema/page.ts';
import { pageAttempts } from './page-retries.ts';
import { pageTargets } from './page-targets.ts';

/** Cases that one call lists. */
const listed = 20;

export interface NewPage {
  readonly pageId: string;
  readonly now: Date;
  readonly paged: readonly PagedCase[];
  /** Beyond those in `paged`. */
  readonly more?: number;
  /** Every lead, and not only where nobody is on duty. */
  readonly leads: boolean;
}

/** A call, and a job for each address; nobody is waited for. A call about no case is written down and goes to nobody. */
export async function writePage(deps: Deps, tx: Transaction, page: NewPage): Promise<void> {
  const { pageId, now, paged } = page;
  const sorted = [...paged].sort(
    (a, b) => (a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0) || (a.dueAt < b.dueAt ? -1 : 1),
  );
  const cases = sorted.slice(0, listed);
  const more = sorted.length - cases.length + (page.more ?? 0);
  await tx
    .insertInto('page')
    .values({ page_id: pageId, at: now, cases: JSON.stringify(cases), more })
    .execute();
  if (paged.length === 0) return;
  const targets = await pageTargets(deps, tx, now, page.leads);
  if (targets.length === 0) return;
  await tx
    .insertInto('page_delivery')
    .values(
      targets.map((target) => ({
        page_id: pageId,
        target,
        state: 'pending' as const,
        attempts: 0,
        last_error: null,
        next_attempt_at: now,
        delivered_at: null,
      })),
    )
    .execute();
  await enqueue(
    tx,
    ...targets.map((target) => ({ kind: 'send-page', payload: { pageId, target }, maxAttempts: pageAttempts })),
  );
}
