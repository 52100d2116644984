import { CaseLimits } from '@wellhouse/protocol';

/** Limits as they are typed: codes with spaces or commas between; empty means all. */
export interface LimitsDraft {
  kinds: string;
  regions: string;
}

export function draftOf({ categories, regions }: CaseLimits): LimitsDraft {
  return { kinds: categories?.join(' ') ?? '', regions: regions?.join(' ') ?? '' };
}

/** The limits, or the first word that is none, and in which field. */
export function readLimits(draft: LimitsDraft): { limits: CaseLimits } | { field: keyof LimitsDraft; wrong: string } {
  const categories = words(draft.kinds.toLowerCase());
  const regions = words(draft.regions.toUpperCase());
  for (const wrong of categories) {
    if (!CaseLimits.shape.categories.safeParse([wrong]).success) return { field: 'kinds', wrong };
  }
  for (const wrong of regions) {
    if (!CaseLimits.shape.regions.safeParse([wrong]).success) return { field: 'regions', wrong };
  }
  return { limits: { categories: orAll(categories), regions: orAll(regions) } };
}

function words(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))];
}

function orAll(list: string[]): string[] | null {
  return list.length === 0 ? null : list;
}
