import type { CaseLimits } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import { covers } from './case-limits.ts';

/**
 * Which lanes of the queue limits cover: the same with every leaf of the taxonomy named; null: all. A lane of no known region
 * lies in none.
 */
export function lanesWithin(limits: CaseLimits): CaseLimits {
  const { categories, regions } = limits;
  if (categories === null) return limits;
  const leaves = taxonomy.leaves
    .map((leaf) => leaf.id)
    .filter((category) => covers({ categories, regions: null }, { category, region: null }));
  return { categories: leaves, regions };
}
