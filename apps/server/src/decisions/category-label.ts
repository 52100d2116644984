import { leafLabel } from '@wellhouse/taxonomy';

/** What the team calls a category; the team's language is English. */
export function categoryLabelOf(category: string): string {
  return leafLabel(category, 'en');
}
