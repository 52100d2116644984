import { type Numbers, NumbersQuery, Priority } from '@wellhouse/protocol';

/** Made-up figures of a team that keeps up, but for one clock. */
function fixtureNumbers(days: number): Numbers {
  const now = Date.now();
  return {
    at: new Date(now).toISOString(),
    days: Array.from({ length: days }, (_, index) => {
      const opened = 30 + ((index * 17) % 23);
      const exposed = index % 7 < 5;
      return {
        day: new Date(now - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
        opened,
        decided: opened - 4 + ((index * 5) % 9),
        backlog: 41 + ((index * 7) % 19),
        reports: opened * 2,
        exposureMinutes: exposed ? 180 + ((index * 31) % 90) : null,
      };
    }),
    backlog: Priority.options.map((priority, index) => ({
      priority,
      open: [1, 6, 17, 36][index] ?? 0,
      held: index === 1 ? 1 : 0,
      claimed: index < 2 ? 1 : 0,
      overdue: index === 2 ? 1 : 0,
      oldestOpenedAt: new Date(now - ([0.3, 2.5, 80, 260][index] ?? 0) * 3_600_000).toISOString(),
      ages: [...([[1], [2, 4], [3, 5, 6, 2, 1], [2, 3, 9, 12, 6, 4]][index] ?? []), 0, 0, 0, 0, 0, 0].slice(0, 7),
    })),
    pace: Priority.options.map((priority, index) => ({
      priority,
      reviewed: [3, 21, 64, 130][index] ?? 0,
      kept: [3, 21, 62, 130][index] ?? 0,
      reviewMinutes: { median: [4, 38, 510, 2_900][index] ?? 0, p95: [9, 170, 3_600, 14_000][index] ?? 0 },
      decided: [3, 20, 60, 121][index] ?? 0,
      decidedInTime: [3, 20, 59, 121][index] ?? 0,
      decideMinutes: index === 0 ? null : { median: [0, 55, 560, 3_000][index] ?? 0, p95: 15_000 },
    })),
    outcomes: { due: 312, told: 268 },
    appeals: { heard: 14, upheld: 10, milder: 1, overturned: 2, reopened: 1, open: 3 },
    actions: [
      { action: 'no-action', decisions: 84 },
      { action: 'warn', decisions: 61 },
      { action: 'suspend', decisions: 22 },
    ],
  };
}

/** The figures, and a small table to take out. */
export function numberHandlers() {
  return {
    getNumbers: (call: { query: Record<string, unknown> }) => fixtureNumbers(NumbersQuery.parse(call.query).days),
  };
}
