import type { AppealRefusal, AppealStatus } from '@wellhouse/protocol';
import type { StoredAppeal } from '../storage/wellhouse-storage.ts';

/**
 * What is appealed against: what was decided on a report of this device, a decision that this account was told of, or a warning or
 * pause for misuse (`reportingStanding`).
 */
export type AppealTarget =
  | { kind: 'report'; reportId: string }
  | { kind: 'decision'; decisionId: string }
  | { kind: 'measure'; measureId: string };

/** One's own appeal as this device knows it. */
export interface LocalAppeal {
  /** none: nothing was appealed yet. queued: waits for a network. refused: the server does not take it; `problem` says why. */
  state: 'none' | 'queued' | 'refused' | AppealStatus;
  /** Null until the server acknowledged it. */
  reference: string | null;
  /** What was written, while the server has not taken it: to write on from. */
  statement: string | null;
  /** When the team means to have answered. Milliseconds since the epoch. */
  answerBy: number | null;
  /** Why, in the words of the person who heard it. */
  reason: string | null;
  /** Until when an appeal can be made; null while nothing is known of it. */
  until: number | null;
  /** Why none can be made (any more); null: it can. The server decides, whatever time this device has. */
  refusal: AppealRefusal | null;
  problem: { code: string; detail: string } | null;
}

export function keyOf(target: AppealTarget): string {
  switch (target.kind) {
    case 'report':
      return `report/${target.reportId}`;
    case 'decision':
      return `decision/${target.decisionId}`;
    case 'measure':
      return `measure/${target.measureId}`;
    default:
      return target satisfies never;
  }
}

export function toLocalAppeal({ own, state, statement, problem }: StoredAppeal): LocalAppeal {
  const appeal = own?.appeal ?? null;
  return {
    state: state === 'queued' || state === 'refused' ? state : (appeal?.status ?? 'none'),
    reference: appeal?.reference ?? null,
    statement,
    answerBy: appeal === null ? null : Date.parse(appeal.answerBy),
    reason: appeal?.outcome?.reason ?? null,
    until: own?.until == null ? null : Date.parse(own.until),
    refusal: own?.refusal ?? null,
    problem,
  };
}
