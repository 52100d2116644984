import type { ListKind, ListSource } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import { ProblemError } from '../platform/http/problem-error.ts';

/** What the entries of a source stand for, where the source has one subject. */
const bySource: Readonly<Partial<Record<ListSource, string>>> = {
  ncmec: 'child.csam_known',
  stopncii: 'adult.ncii',
  'tech-against-terrorism': 'terror.content',
};

/**
 * The category of a list that names none. NCMEC also shares lists of computer-made and of exploitative pictures, under
 * other addresses; those have to be named.
 */
export function usualCategory({ kind, source }: { readonly kind: ListKind; readonly source: ListSource }): string {
  return kind === 'negative' ? 'other' : (bySource[source] ?? 'other');
}

/** @throws ProblemError `invalid-request` when the taxonomy has no such leaf */
export function checkCategory(category: string, field: string): void {
  if (findLeaf(category) !== undefined) return;
  const problem = 'the taxonomy has no such leaf';
  throw new ProblemError('invalid-request', `${field}: ${problem}`, { fields: [{ field, problem }] });
}
