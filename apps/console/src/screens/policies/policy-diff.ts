import type { PolicyVersion } from '@wellhouse/protocol';

/** A run of words that stayed, came or went. */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond this many words on a side the whole text counts as changed: the table of all pairs would be too large. */
const wordLimit = 1_500;

/** Word by word, by the longest run of words that both have in common; spaces and line ends stay with their words. */
export function diffWords(before: string, after: string): DiffPart[] {
  const a = before.match(/\S+\s*/g) ?? [];
  const b = after.match(/\S+\s*/g) ?? [];
  if (a.length > wordLimit || b.length > wordLimit) return whole(before, after);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  const same = (i: number, j: number) => a[i]?.trim() === b[j]?.trim();
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row !== undefined) row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(i, j)) {
      push(parts, 'same', b[j] ?? '');
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      push(parts, 'removed', a[i] ?? '');
      i += 1;
    } else {
      push(parts, 'added', b[j] ?? '');
      j += 1;
    }
  }
  return parts;
}

function whole(before: string, after: string): DiffPart[] {
  return before === after
    ? [{ kind: 'same', text: after }]
    : [
        { kind: 'removed', text: before },
        { kind: 'added', text: after },
      ];
}

function push(parts: DiffPart[], kind: DiffPart['kind'], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}

/** The version that an older one is read against: the one of the policy that began before it. */
export function versionBefore(one: PolicyVersion, all: readonly PolicyVersion[]): PolicyVersion | null {
  const earlier = all
    .filter((other) => other.policyId === one.policyId && other.version !== one.version && other.state !== 'refused')
    .filter((other) => other.state !== 'proposed' && Date.parse(other.effectiveFrom) <= Date.parse(one.effectiveFrom))
    .sort((a, b) => Date.parse(b.effectiveFrom) - Date.parse(a.effectiveFrom));
  return earlier[0] ?? null;
}

/** The newest that is in force or coming, else the newest of all: what a new version begins from. */
export function currentOf(versions: readonly PolicyVersion[]): PolicyVersion | undefined {
  return (
    versions.find((one) => one.state === 'in-force') ?? versions.find((one) => one.state === 'coming') ?? versions[0]
  );
}

/**
 * No day of its own was asked for, or the day has passed: it takes effect with the answer of its second person. `now` may be a
 * minute behind the clock of whoever proposed it.
 */
export function beginsWithAnswer({ effectiveFrom }: Pick<PolicyVersion, 'effectiveFrom'>, now: number): boolean {
  return Date.parse(effectiveFrom) <= now + 60_000;
}
