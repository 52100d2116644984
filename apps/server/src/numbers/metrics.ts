import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { loadBacklog } from './load-backlog.ts';

/** What the whole installation has to do, read from the database whenever Prometheus asks; the same from every server. */
export function createMetrics(
  deps: Deps,
  register: Registry,
): { read(): Promise<{ text: string; mediaType: string }> } {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `wellhouse_${name}`, help, labelNames, registers: [register] });
  const open = gauge('cases_open', 'Cases that nobody has decided', 'priority');
  const held = gauge('cases_held', 'Decisions that wait for a second person', 'priority');
  const overdue = gauge('cases_overdue', 'Cases not looked at, or not decided, in time; held ones too', 'priority');
  const oldest = gauge('case_oldest_seconds', 'For how long the oldest open case waits; 0: none', 'priority');
  const jobs = gauge('jobs', 'Jobs of the workers; dead ones were given up', 'kind', 'state');
  const lag = gauge('job_lag_seconds', 'For how long the job that is most overdue has been due', 'kind');
  const deliveries = gauge('deliveries', 'Actions on their way to delivery services; dead ones were given up', 'state');

  async function update(): Promise<void> {
    const now = deps.clock();
    const { kysely } = deps.database;
    for (const each of await loadBacklog(kysely, now)) {
      const { priority } = each;
      open.set({ priority }, each.open);
      held.set({ priority }, each.held);
      overdue.set({ priority }, each.overdue);
      const since = each.oldestOpenedAt === null ? 0 : now.getTime() - Date.parse(each.oldestOpenedAt);
      oldest.set({ priority }, Math.max(0, since / 1_000));
    }
    const waiting = await sql<{ kind: string; state: string; jobs: number; lag: number }>`
      select kind, state, count(*)::integer as jobs,
        greatest(0, extract(epoch from now() - min(run_at)))::double precision as lag
      from job where state in ('ready', 'running', 'dead') group by kind, state`.execute(kysely);
    jobs.reset();
    lag.reset();
    for (const row of waiting.rows) {
      jobs.set({ kind: row.kind, state: row.state }, row.jobs);
      if (row.state === 'ready') lag.set({ kind: row.kind }, row.lag);
    }
    const sent = await sql<{ state: string; deliveries: number }>`select state, count(*)::integer as deliveries
      from delivery where state <> 'delivered' group by state`.execute(kysely);
    deliveries.reset();
    for (const state of ['pending', 'dead']) {
      deliveries.set({ state }, sent.rows.find((row) => row.state === state)?.deliveries ?? 0);
    }
  }

  return {
    async read() {
      await update();
      return { text: await register.metrics(), mediaType: register.contentType };
    },
  };
}
