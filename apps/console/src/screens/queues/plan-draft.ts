import {
  type Priority,
  type QueuePlan,
  QueuePlan as QueuePlanSchema,
  type RoutingRule,
  Skill,
} from '@wellhouse/protocol';

export const emptyRule: RoutingRule = {
  name: '',
  kinds: null,
  languages: null,
  regions: null,
  surfaces: null,
  minPriority: null,
  exposure: null,
  queueId: 'main',
};

/** `a, b c` → two entries; nothing → null, which matches everything. */
export function wordsOf(text: string, shape: (word: string) => string = (word) => word): string[] | null {
  const words = text
    .split(/[,;\n]/)
    .map((word) => shape(word.trim()))
    .filter((word) => word !== '');
  return words.length === 0 ? null : [...new Set(words)];
}

/** Codes hold no space, so that one may stand between them too: `DE, MX FR` → three; nothing → null, which matches everything. */
export function codesOf(text: string, shape: (code: string) => string): string[] | null {
  return wordsOf(text.replace(/\s+/g, ','), shape);
}

/** The words that are skills; null when one cannot be. */
export function skillsOf(text: string): string[] | null {
  const words = wordsOf(text) ?? [];
  const parsed = words.map((word) => Skill.safeParse(word).data);
  return parsed.some((word) => word === undefined) ? null : parsed.filter((word) => word !== undefined);
}

/** A queue's id from its name: letters that every language's address can hold. */
export function idFor(name: string, taken: readonly string[]): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 30) || 'queue';
  if (!taken.includes(base)) return base;
  let count = 2;
  while (taken.includes(`${base}-${count}`)) count++;
  return `${base}-${count}`;
}

/** Moves one entry by one place. */
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const next = [...list];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(Math.min(list.length - 1, Math.max(0, index + by)), 0, item);
  return next;
}

/** Null when the draft could be saved; else where it is wrong. */
export function draftProblem(plan: QueuePlan): string | null {
  const parsed = QueuePlanSchema.safeParse(plan);
  const first = parsed.error?.issues[0];
  return first === undefined ? null : `/${first.path.join('/')}: ${first.message}`;
}

export function isSamePlan(one: QueuePlan, other: QueuePlan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export const priorities: readonly Priority[] = ['P0', 'P1', 'P2', 'P3'];
