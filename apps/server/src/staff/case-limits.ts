import type { CaseLimits } from '@wellhouse/protocol';

/** What limits are compared with. */
export interface LimitedCase {
  /** Leaf of the taxonomy. */
  readonly category: string;
  /** ISO 3166-1 alpha-2, or null where nobody knows it. */
  readonly region: string | null;
}

export const noLimits: CaseLimits = { categories: null, regions: null };

export function isUnlimited({ categories, regions }: CaseLimits): boolean {
  return categories === null && regions === null;
}

/** A leaf lies below itself and below what it begins with, up to a dot: `hate.slur` below `hate`, `hateful` not. */
function liesBelow(category: string, prefix: string): boolean {
  return category === prefix || category.startsWith(`${prefix}.`);
}

export function covers(limits: CaseLimits, { category, region }: LimitedCase): boolean {
  const kind = limits.categories === null || limits.categories.some((prefix) => liesBelow(category, prefix));
  const place = limits.regions === null || (region !== null && limits.regions.includes(region));
  return kind && place;
}

/** Everything that `inner` covers, `outer` covers too. */
export function isWithin(inner: CaseLimits, outer: CaseLimits): boolean {
  return (
    subset(inner.categories, outer.categories, liesBelow) &&
    subset(inner.regions, outer.regions, (one, other) => one === other)
  );
}

type Below = (inner: string, outer: string) => boolean;

function subset(inner: readonly string[] | null, outer: readonly string[] | null, below: Below): boolean {
  if (outer === null) return true;
  return inner?.every((one) => outer.some((other) => below(one, other))) ?? false;
}

/** What any of them covers, kind by kind and region by region; see `isExactUnion`. */
export function unionOf(all: readonly CaseLimits[]): CaseLimits {
  return { categories: join(all.map((one) => one.categories)), regions: join(all.map((one) => one.regions)) };
}

function join(all: readonly (readonly string[] | null)[]): string[] | null {
  const known = all.filter((one) => one !== null);
  return known.length < all.length ? null : [...new Set(known.flat())].sort();
}

/**
 * False when the union covers more than any one of them does: `hate` in DE and `fraud` in FR are not together `hate` in FR. Such
 * roles cannot be given to one person.
 */
export function isExactUnion(all: readonly CaseLimits[]): boolean {
  const union = unionOf(all);
  if (all.some((one) => isWithin(union, one))) return true;
  const [first] = all;
  if (first === undefined) return true;
  const same = (a: readonly string[] | null, b: readonly string[] | null) =>
    JSON.stringify(a === null ? null : [...a].sort()) === JSON.stringify(b === null ? null : [...b].sort());
  return (
    all.every((one) => same(one.categories, first.categories)) || all.every((one) => same(one.regions, first.regions))
  );
}

/** What both cover. Nothing in common is an empty list, which covers nothing. */
export function intersectionOf(a: CaseLimits, b: CaseLimits): CaseLimits {
  return {
    categories: meet(a.categories, b.categories, liesBelow),
    regions: meet(a.regions, b.regions, (one, other) => one === other),
  };
}

function meet(a: readonly string[] | null, b: readonly string[] | null, below: Below): string[] | null {
  if (a === null || b === null) return a === null ? (b === null ? null : [...b]) : [...a];
  const within = (inner: readonly string[], outer: readonly string[]) =>
    inner.filter((one) => outer.some((other) => below(one, other)));
  return [...new Set([...within(a, b), ...within(b, a)])].sort();
}
