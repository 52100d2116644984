/**
 * A simulated week of a team, worked off in four orders: ours (the server's own functions), first in first out, most reports
 * first, and severity alone. What reaches the team, how it works and how long a case takes stands in worst-first/world.ts.
 * Ratios are of the pooled cases of all seeds; "P0" and "P1" are the genuine cases of such a kind in the measured week.
 */
import { writeFile } from 'node:fs/promises';
import { findLeaf } from '@wellhouse/taxonomy';
import { percentile } from './percentile.ts';
import { drawWaits } from './worst-first/draw-waits.ts';
import { clockMinutesOf, orders } from './worst-first/orders.ts';
import { type SeenCase, simulate } from './worst-first/simulate.ts';
import { createArrivals, weekFrom, weekTo, worldEnd } from './worst-first/world.ts';

const seeds = [1, 2, 3];
type Priority = 'P0' | 'P1' | 'P2' | 'P3';

/** Waits are in minutes until somebody takes the case; `p3_past_clock`: cases that nobody took within 15 days. */
export async function runWorstFirstBench(): Promise<Record<string, number>> {
  const seen = new Map<string, SeenCase[]>();
  const busy = new Map<string, number[]>();
  for (const seed of seeds) {
    const arrivals = createArrivals(seed);
    for (const [name, order] of Object.entries(orders)) {
      process.stderr.write(`seed ${seed}, ${name}: ${arrivals.length} reports …\n`);
      const { cases, busyShare } = simulate(seed, arrivals, order);
      const week = cases.filter(({ openedAt }) => openedAt >= weekFrom && openedAt < weekTo);
      seen.set(name, [...(seen.get(name) ?? []), ...week]);
      busy.set(name, [...(busy.get(name) ?? []), busyShare]);
    }
  }
  const of = (name: string, priority: Priority, onlyGenuine = true) =>
    (seen.get(name) ?? []).filter((file) => priorityOf(file) === priority && (file.genuine || !onlyGenuine));
  const figures: Record<string, number> = {};
  const names = Object.keys(orders);
  const p95 = (name: string, priority: Priority) => percentile(of(name, priority).map(waitOf), 0.95);
  const p0And1 = (name: string) => percentile([...of(name, 'P0'), ...of(name, 'P1')].map(waitOf), 0.95);
  figures.p0_p95_ratio_to_fifo = rounded(p95('ours', 'P0') / p95('fifo', 'P0'), 10_000);
  figures.p1_p95_ratio_to_fifo = rounded(p95('ours', 'P1') / p95('fifo', 'P1'), 10_000);
  figures.p0_p1_p95_ratio_to_fifo = rounded(p0And1('ours') / p0And1('fifo'), 10_000);
  figures.p3_past_clock = of('ours', 'P3', false).filter(isLate).length;
  for (const name of names) {
    for (const priority of ['P0', 'P1'] as const) {
      const waits = of(name, priority).map(waitOf);
      figures[`${priority.toLowerCase()}_median_min_${name}`] = rounded(percentile(waits, 0.5), 10);
      figures[`${priority.toLowerCase()}_p95_min_${name}`] = rounded(percentile(waits, 0.95), 10);
    }
    const all = (seen.get(name) ?? []).filter(({ genuine }) => genuine);
    figures[`clocks_kept_percent_${name}`] = rounded(
      (100 * all.filter((file) => !isLate(file)).length) / all.length,
      100,
    );
    for (const priority of ['P0', 'P1', 'P2', 'P3'] as const) {
      const cases = of(name, priority);
      const kept = cases.filter((file) => !isLate(file)).length;
      figures[`${priority.toLowerCase()}_kept_percent_${name}`] = rounded((100 * kept) / cases.length, 100);
    }
    figures[`p3_worst_days_${name}`] = rounded(Math.max(...of(name, 'P3', false).map(waitOf)) / 1_440, 100);
    figures[`p3_past_clock_${name}`] = of(name, 'P3', false).filter(isLate).length;
    const shares = busy.get(name) ?? [];
    figures[`busy_percent_${name}`] = rounded((100 * shares.reduce((sum, one) => sum + one, 0)) / shares.length, 10);
    const brigaded = (seen.get(name) ?? []).filter(({ source }) => source === 'danger-flood');
    figures[`false_danger_median_min_${name}`] = rounded(percentile(brigaded.map(waitOf), 0.5), 10);
  }
  const picture = new URL('../worst-first.svg', import.meta.url);
  const rows = (['P0', 'P1', 'P2', 'P3'] as const).flatMap((priority) =>
    names.map((name) => ({ priority, name, waits: of(name, priority).map(waitOf) })),
  );
  await writeFile(picture, drawWaits(rows));
  return figures;
}

function priorityOf({ category }: SeenCase): Priority {
  return findLeaf(category)?.clock.priority ?? 'P3';
}

/** Minutes until somebody took it; what nobody took waits until the end of the world. */
function waitOf({ openedAt, seenAt }: SeenCase): number {
  return Math.max(0.25, (seenAt ?? worldEnd) - openedAt);
}

function isLate(file: SeenCase): boolean {
  return waitOf(file) > clockMinutesOf(file.category, false);
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
