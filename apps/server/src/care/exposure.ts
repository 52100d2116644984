import { type CareBudget, type CareKind, type CareMinutes, careKinds } from '@wellhouse/protocol';

/** A stretch in which a person had evidence on a visible screen. */
export interface Stretch {
  readonly kind: CareKind;
  readonly heavy: boolean;
  readonly from: Date;
  readonly to: Date;
  /** The look that it belongs to is over. */
  readonly ended: boolean;
}

type Span = readonly [from: number, to: number];

/** Pure: spans as few as possible, none of which overlap. */
function merged(spans: readonly Span[]): Span[] {
  const out: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

const length = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0);

/**
 * Pure: minutes by class between two moments. Two looks at once count once, for the heavier class: there is one pair of eyes.
 */
export function minutesBetween(stretches: readonly Stretch[], from: Date, to: Date): CareMinutes {
  const minutes: CareMinutes = { child: 0, graphic: 0, text: 0, other: 0 };
  let taken: Span[] = [];
  for (const kind of careKinds) {
    const spans = stretches
      .filter((one) => one.kind === kind)
      .map(({ from: a, to: b }): Span => [Math.max(a.getTime(), from.getTime()), Math.min(b.getTime(), to.getTime())])
      .filter(([a, b]) => b > a);
    const all = merged([...taken, ...spans]);
    minutes[kind] = (length(all) - length(taken)) / 60_000;
    taken = all;
  }
  return minutes;
}

export type Budgets = Readonly<Record<CareKind, CareBudget>>;
type OwnBudgets = Readonly<
  Record<CareKind, { readonly dayMinutes: number | null; readonly weekMinutes: number | null }>
>;

/** Pure: the lower of the team's and one's own. Nobody raises the team's for themselves. */
export function budgetsInForce(team: Budgets, own: OwnBudgets): Budgets {
  const of = (kind: CareKind): CareBudget => ({
    dayMinutes: Math.min(team[kind].dayMinutes, own[kind].dayMinutes ?? Number.POSITIVE_INFINITY),
    weekMinutes: Math.min(team[kind].weekMinutes, own[kind].weekMinutes ?? Number.POSITIVE_INFINITY),
  });
  return { child: of('child'), graphic: of('graphic'), text: of('text'), other: of('other') };
}

/** Pure: how much of the tighter of two budgets is used; 1 and above: it is spent. */
export function useOf(kind: CareKind, budgets: Budgets, today: CareMinutes, week: CareMinutes): number {
  return Math.max(today[kind] / budgets[kind].dayMinutes, week[kind] / budgets[kind].weekMinutes);
}

/** Pure: the classes of which no new case is given. */
export function spentKinds(budgets: Budgets, today: CareMinutes, week: CareMinutes): CareKind[] {
  return careKinds.filter((kind) => useOf(kind, budgets, today, week) >= 1);
}

/** A pause this long ends a run of minutes. */
const restMs = 5 * 60_000;
/** A break for something longer ago than this is not proposed any more. */
const passedMs = 30 * 60_000;

/**
 * Pure: whether a break is proposed. `minutes`: so long with the two heavier classes without five minutes of rest. `case`: a heavy
 * case was looked at and is closed now. Nothing from before the last break, or before one was put off, counts.
 */
export function breakDue(
  stretches: readonly Stretch[],
  { now, lastBreakAt, afterMinutes }: { now: Date; lastBreakAt: Date | null; afterMinutes: number },
): 'minutes' | 'case' | null {
  const since = lastBreakAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const counted = stretches.filter(({ to }) => to.getTime() > since);
  const runs = merged(
    counted
      .filter(({ kind }) => kind === 'child' || kind === 'graphic')
      .map(({ from, to }): Span => [Math.max(from.getTime(), since), to.getTime()]),
  );
  let run = 0;
  let next = now.getTime();
  for (const [from, to] of runs.toReversed()) {
    if (next - to >= restMs) break;
    run += to - from;
    next = from;
  }
  if (run >= afterMinutes * 60_000) return 'minutes';
  const heavy = counted.some(
    (one) => one.heavy && one.ended && now.getTime() - one.to.getTime() < passedMs && one.to.getTime() <= now.getTime(),
  );
  return heavy ? 'case' : null;
}
