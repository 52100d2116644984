/**
 * How a case's place changes while it waits. The value of a case is, in doublings,
 *
 *     log2(score) + head start + 12 × waited / pace
 *
 * where `pace` is the length of its clock. All cases of one standing and one pace move alike, so the order among them never
 * changes: `rankOf` is stored once. What they gain together, `headStart + 12 × now / pace`, is added when somebody asks, and the
 * lanes are merged by the sum (docs/adr/0091).
 */
import type { Priority } from '@wellhouse/protocol';

/** `first`: credible danger to life. `said`: urgent by what is said, with nothing behind it. */
export type Standing = 'first' | 'said' | 'usual';

/** What all cases of a lane have in common as they wait. */
export interface Pace {
  readonly standing: Standing;
  /** Length of the clock. */
  readonly clockMinutes: number;
  /** Minutes in which waiting multiplies the value by 2^12: the clock, or longer. */
  readonly minutes: number;
}

/** A case doubles so often until its clock runs out: then it stands before everything that comes in, but for `first`. */
const doublingsPerClock = 12;
/** 15 days in minutes: the longest clock there is. */
const longestClock = 21_600;
/** The pace of what is urgent by what is said, with nothing behind it, where many such wait: three days. */
export const saidMinutes = 4_320;
/** Regulation (EU) 2021/784, Art. 3(3): what an authority orders is due an hour after it was received. */
const orderMinutes = 60;
/** Before all that has ever waited. */
const standsFirst = 1_000_000;
/** Each halving of the clock counts 2^0.6, which is 1.5 times as much. */
const imminence = 0.6;
/** Fractions of a doubling; sums of such numbers are exact in binary, here and in PostgreSQL. */
const grain = 2 ** 20;

/** So many cases of one kind that nothing stands behind wait by the clock of their kind; a flood cannot have more places. */
export const saidPlaces = 10;

/**
 * The pace of a case. What is only said waits by the clock of its kind too, as long as few such cases of its kind wait
 * (`crowded` is false): so single people who are right are heard in time. All beyond stand ahead by their clock at first, and
 * wait at the pace of three days at least: so a flood passes nothing that is proven for longer than about half an hour.
 */
export function paceOf({
  danger,
  credible,
  priority,
  clockMinutes,
  leafMinutes,
  crowded = false,
}: {
  readonly danger: boolean;
  readonly credible: boolean;
  readonly priority: Priority;
  /** With what is said about danger. */
  readonly clockMinutes: number;
  /** Of the kind as such. */
  readonly leafMinutes: number;
  /** As many cases of its kind with nothing behind them wait by their clock as there are places for. */
  readonly crowded?: boolean;
}): Pace {
  if (credible && priority === 'P0') return { standing: 'first', clockMinutes, minutes: clockMinutes };
  if (credible || (!danger && leafMinutes > saidMinutes)) {
    return { standing: 'usual', clockMinutes, minutes: clockMinutes };
  }
  const isUrgent = leafMinutes < saidMinutes;
  const minutes = isUrgent && crowded ? saidMinutes : leafMinutes;
  const standing = danger || isUrgent ? 'said' : 'usual';
  return { standing, clockMinutes, minutes };
}

/** It has nothing behind it and waits by the clock of its kind: one of a few. */
export function hasSaidPlace({ standing, minutes }: Pick<Pace, 'standing' | 'minutes'>): boolean {
  return standing === 'said' && minutes < saidMinutes;
}

/**
 * The place of a case about which an authority has sent an order: its clock is the order's hour, and what it had waited by then
 * counts for as much of it. So it stands no lower than before at any moment, and before all but credible danger when the hour
 * is over.
 */
export function orderedPlace(own: Pace, since: Date, receivedAt: Date): { pace: Pace; since: Date } {
  if (own.standing === 'first') return { pace: own, since };
  const clockMinutes = Math.min(orderMinutes, own.clockMinutes);
  const pace: Pace = { standing: 'usual', clockMinutes, minutes: clockMinutes };
  const before = waitedClocks(since, own, receivedAt) * clockMinutes * 60_000;
  return { pace, since: new Date(receivedAt.getTime() - before) };
}

/** How soon harm may be done, by the clock of the kind: 0 doublings for 15 days, 3.9 for four hours, 5.1 for one. */
export function headStartOf({ standing, clockMinutes }: Pick<Pace, 'standing' | 'clockMinutes'>): number {
  return standing === 'first' ? standsFirst : toGrain(imminence * Math.log2(longestClock / clockMinutes));
}

/** The part that never changes. `since`: from when waiting counts. */
export function rankOf(score: number, since: Date, { minutes }: Pick<Pace, 'minutes'>): number {
  return toGrain(Math.log2(Math.max(0.1, score)) - gained(since, minutes));
}

/** What every case of a lane has gained by `now`; the statements of review/ compute the same. */
export function urgencyOf(pace: Pace, now: Date): number {
  return headStartOf(pace) + toGrain(gained(now, pace.minutes));
}

/** Clocks that it has waited: 1 when its clock has run out. */
export function waitedClocks(since: Date, pace: Pick<Pace, 'minutes'>, now: Date): number {
  return Math.max(0, now.getTime() - since.getTime()) / (pace.minutes * 60_000);
}

function gained(at: Date, minutes: number): number {
  return (doublingsPerClock * at.getTime()) / (minutes * 60_000);
}

function toGrain(value: number): number {
  return Math.floor(value * grain) / grain;
}
