import { z } from 'zod';
import { Timestamp } from './primitives.ts';

/** `review`: a person has looked; `decision`: a person has decided; `law`: what a statute gives. */
export const ClockKind = z.enum(['review', 'decision', 'law']);
export type ClockKind = z.infer<typeof ClockKind>;

export const CaseClock = z.strictObject({
  kind: ClockKind,
  /** Key of the taxonomy's laws; only of kind `law`. */
  law: z.string().nullable(),
  startedAt: Timestamp,
  dueAt: Timestamp,
  /** When it stopped; null: it runs. */
  endedAt: Timestamp.nullable(),
  /** running · kept (stopped in time) · broken (time is over, or was when it stopped). */
  state: z.enum(['running', 'kept', 'broken']),
});
export type CaseClock = z.infer<typeof CaseClock>;
