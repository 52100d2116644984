/**
 * The person somebody chose to turn to. Only their own device can choose: there is no other way in, so a guardian is the
 * trusted person where the young person chose so, and nowhere else.
 */
export function canBeTrusted(candidate: string, facts: { self: string; blocked: ReadonlySet<string> }): boolean {
  return candidate !== facts.self && !facts.blocked.has(candidate);
}

/** Who is offered in the dialog: nobody who was blocked since. */
export function trustedNow(chosen: string | null, facts: { self: string; blocked: ReadonlySet<string> }) {
  return chosen !== null && canBeTrusted(chosen, facts) ? chosen : null;
}
