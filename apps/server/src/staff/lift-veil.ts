/** What a member must not learn while they review a decision blind, or while a decision of theirs is reviewed. */
export interface Veiled {
  /** Ids of case and decisions, `case:ID`, the decisions' references and the case's number: what carries one is left out. */
  readonly names: ReadonlySet<string>;
  /** Finds them all in a text that quotes them, `g`; there they are masked. */
  readonly written: RegExp | null;
  /** `HUB ACCOUNT` whom the case is about: what was done to them says what was decided. */
  readonly accounts: ReadonlySet<string>;
  /** `CASE STAFF`: a second reviewer's looks at a decision of this member. */
  readonly looks: ReadonlySet<string>;
}

const mask = '···';
const left = Symbol('left out');

/** Members that may be null: what is said there of another case goes, the rest stays. */
const nullable: ReadonlySet<string> = new Set(['known', 'decidedBefore']);

/**
 * An answer without what is veiled: entries of lists that carry a veiled name are left out, texts that quote one are masked.
 * Null: the whole answer is about what is veiled.
 */
export function liftVeil(answer: unknown, veiled: Veiled): { readonly answer: unknown } | null {
  const lifted = lift(answer, veiled);
  return lifted === left ? null : { answer: lifted };
}

function lift(value: unknown, veiled: Veiled): unknown {
  if (typeof value === 'string') return veiled.names.has(value) ? left : masked(value, veiled);
  if (Array.isArray(value)) return value.map((one) => lift(one, veiled)).filter((one) => one !== left);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (tells(value, veiled)) return left;
  const lifted: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const one = lift(member, veiled);
    if (one === left && !nullable.has(key)) return left;
    lifted[key] = one === left ? null : one;
  }
  return lifted;
}

/** What names no case and says it all the same. */
function tells(value: object, veiled: Veiled): boolean {
  const { hubId, accountId, deliveryId, staffId, caseId, object } = value as Record<string, unknown>;
  if (deliveryId !== undefined && veiled.accounts.has(`${hubId} ${accountId}`)) return true;
  const about = typeof caseId === 'string' ? caseId : typeof object === 'string' ? object.replace(/^case:/, '') : null;
  return about !== null && veiled.looks.has(`${about} ${staffId}`);
}

function masked(text: string, { written }: Veiled): string {
  return written === null ? text : text.replace(written, mask);
}
