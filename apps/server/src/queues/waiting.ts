import type { WhyLine } from '@wellhouse/protocol';
import { type Pace, waitedClocks } from './place-value.ts';

type Waits = Pick<Pace, 'standing' | 'minutes'>;

/** When the clock began by which a case waits: a danger that is said later has a clock of its own. */
export function waitsSince(
  { openedAt, dueAt }: { readonly openedAt: Date; readonly dueAt: Date },
  { standing, minutes }: Waits,
): Date {
  if (standing === 'said') return openedAt;
  return new Date(Math.max(openedAt.getTime(), dueAt.getTime() - minutes * 60_000));
}

/** How much a case's waiting counts at this moment: by quarters of its clock. */
export function waitingLine(file: { readonly openedAt: Date; readonly dueAt: Date }, pace: Waits, now: Date): WhyLine {
  const clocks = waitedClocks(waitsSince(file, pace), pace, now);
  const weight = clocks >= 1 ? 'most' : clocks >= 0.5 ? 'much' : clocks >= 0.25 ? 'some' : 'little';
  return { code: 'waiting', weight };
}
