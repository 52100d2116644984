import { findLeaf, type Leaf } from '@wellhouse/taxonomy';

/** Where reports go whose category this server does not know, from a newer or an older device. */
export const unknownCategory = 'other';

/** The leaf that a report is filed under; never refuses one. */
export function categoryOf(reported: string): { leaf: Leaf; known: boolean } {
  const leaf = findLeaf(reported);
  if (leaf !== undefined) return { leaf, known: true };
  const fallback = findLeaf(unknownCategory);
  if (fallback === undefined) throw new Error(`find "${unknownCategory}" in the taxonomy`);
  return { leaf: fallback, known: false };
}
