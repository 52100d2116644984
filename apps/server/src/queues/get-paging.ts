import { type Page, type Paging, QueueId, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { peopleOnDuty } from './page-targets.ts';
import { listUntaken } from './watch-takers.ts';

/** A page of more is of no use to a person; `failing` is exact. */
const pageLimit = 50;
const dutyLimit = 200;

/** Who is called, and what became of the calls: those that fail first, then the newest. */
export async function getPaging(deps: Deps): Promise<z.input<typeof Paging>> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const { pages: targets } = deps.config;
  const { people, becauseOf } = await peopleOnDuty(kysely, now);
  const duties = await kysely
    .selectFrom('on_duty')
    .innerJoin('staff', 'staff.staff_id', 'on_duty.staff_id')
    .select(['duty_id', 'on_duty.staff_id', 'staff.name', 'from_at', 'to_at'])
    .where('to_at', '>', now)
    .orderBy('from_at')
    .orderBy('duty_id')
    .limit(dutyLimit)
    .execute();
  const failing = await kysely
    .selectFrom('page_delivery')
    .select((all) => all.fn.count<string>('page_id').distinct().as('count'))
    .where('state', 'in', ['pending', 'dead'])
    .where('attempts', '>', 0)
    .executeTakeFirstOrThrow();
  return {
    webhook: targets.webhook !== null,
    mail: targets.mail !== null,
    duties: duties.map((duty) => ({
      dutyId: duty.duty_id,
      staffId: StaffId.parse(duty.staff_id),
      name: duty.name,
      from: duty.from_at.toISOString(),
      to: duty.to_at.toISOString(),
    })),
    onDuty: people.map(({ staffId, name }) => ({ staffId: StaffId.parse(staffId), name })),
    becauseOf,
    pages: await loadPages(kysely),
    failing: Number(failing.count),
    untaken: (await listUntaken(kysely)).map((one) => ({ ...one, queueId: QueueId.parse(one.queueId) })),
  };
}

async function loadPages(executor: Executor): Promise<z.input<typeof Page>[]> {
  const failing = await executor
    .selectFrom('page')
    .selectAll()
    .where('page_id', 'in', (deliveries) =>
      deliveries
        .selectFrom('page_delivery')
        .select('page_id')
        .where('state', 'in', ['pending', 'dead'])
        .where('attempts', '>', 0),
    )
    .orderBy('at', 'desc')
    .limit(pageLimit)
    .execute();
  const newest = await executor.selectFrom('page').selectAll().orderBy('at', 'desc').limit(pageLimit).execute();
  const pages = [...new Map([...failing, ...newest].map((page) => [page.page_id, page])).values()]
    .filter((page) => page.cases.length > 0)
    .slice(0, pageLimit);
  if (pages.length === 0) return [];
  const deliveries = await executor
    .selectFrom('page_delivery')
    .selectAll()
    .where(
      'page_id',
      'in',
      pages.map((page) => page.page_id),
    )
    .orderBy('target')
    .execute();
  return pages.map((page) => ({
    pageId: page.page_id,
    at: page.at.toISOString(),
    cases: [...page.cases],
    more: page.more,
    deliveries: deliveries
      .filter((delivery) => delivery.page_id === page.page_id)
      .map((delivery) => ({
        target: delivery.target,
        state: delivery.state,
        attempts: delivery.attempts,
        lastError: delivery.last_error,
        nextAttemptAt: delivery.next_attempt_at?.toISOString() ?? null,
        deliveredAt: delivery.delivered_at?.toISOString() ?? null,
      })),
  }));
}
