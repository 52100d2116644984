import type { Action, EnforcementEvent, Standing } from '@wellhouse/protocol';

/** How an account stands: three things that hold beside one another. Times end by themselves. */
export interface AccountStanding {
  readonly banned: boolean;
  readonly suspendedUntil: Date | null;
  readonly limitedUntil: Date | null;
}

/** What of a decision the standing depends on. */
export interface StandingDecision {
  readonly action: Action;
  readonly state: string;
  readonly inForceAt: Date | null;
  readonly until: Date | null;
  readonly endedAt: Date | null;
}

export const goodStanding: AccountStanding = { banned: false, suspendedUntil: null, limitedUntil: null };

/** The account's standing by all its decisions together: whatever order they began in, the hardest of each kind holds. */
export function effectiveStanding(decisions: Iterable<StandingDecision>, now: Date): AccountStanding {
  let standing = goodStanding;
  for (const decision of decisions) if (isInForce(decision, now)) standing = withAction(standing, decision);
  return standing;
}

function isInForce({ state, inForceAt, until, endedAt }: StandingDecision, now: Date): boolean {
  if (state !== 'in-force' || inForceAt === null || endedAt !== null) return false;
  return inForceAt <= now && (until === null || until > now);
}

function withAction(standing: AccountStanding, { action, until }: Pick<StandingDecision, 'action' | 'until'>) {
  switch (action) {
    case 'ban':
      return { ...standing, banned: true };
    case 'suspend':
      return { ...standing, suspendedUntil: later(standing.suspendedUntil, until) };
    case 'limit':
      return { ...standing, limitedUntil: later(standing.limitedUntil, until) };
    case 'no-action':
    case 'warn':
    case 'remove-message':
      return standing;
    default:
      return action satisfies never;
  }
}

/** What a hub that keeps to webhooks.ts holds after an event; the console's and the tests' picture of the other side. */
export function standingAfter(standing: AccountStanding, event: EnforcementEvent): AccountStanding {
  switch (event.type) {
    case 'account.banned':
      return withAction(standing, { action: 'ban', until: null });
    case 'account.suspended':
      return withAction(standing, { action: 'suspend', until: new Date(event.data.until) });
    case 'account.limited':
      return withAction(standing, { action: 'limit', until: new Date(event.data.until) });
    case 'account.restored':
      return {
        banned: event.data.standing.banned,
        suspendedUntil: dateOf(event.data.standing.suspendedUntil),
        limitedUntil: dateOf(event.data.standing.limitedUntil),
      };
    case 'account.warned':
    case 'appeal.answered':
    case 'message.removed':
    case 'message.restored':
      return standing;
    default:
      return event satisfies never;
  }
}

/** What has run out counts as gone: of two standings only what differs beyond that is a difference. */
export function sameStanding(a: AccountStanding, b: AccountStanding): boolean {
  return (
    a.banned === b.banned &&
    a.suspendedUntil?.getTime() === b.suspendedUntil?.getTime() &&
    a.limitedUntil?.getTime() === b.limitedUntil?.getTime()
  );
}

export function standingView(standing: AccountStanding): Standing {
  return {
    banned: standing.banned,
    suspendedUntil: standing.suspendedUntil?.toISOString() ?? null,
    limitedUntil: standing.limitedUntil?.toISOString() ?? null,
  };
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
