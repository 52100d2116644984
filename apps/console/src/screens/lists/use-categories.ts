import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../i18n/I18n.tsx';

/** Leaves that lists of known pictures usually stand for. */
const usual = ['child.csam_known', 'child.csam_new', 'child.csam_ai', 'adult.ncii', 'adult.ncii_ai', 'terror.content'];

export interface Categories {
  /** In the person's language; the leaf itself until its words are there. */
  label: (leaf: string) => string;
  usual: readonly string[];
  others: readonly string[];
}

/** What a list's entries can stand for: the taxonomy's leaves. */
export function useCategories(): Categories {
  const { locale } = useI18n();
  const { data } = useQuery({
    queryKey: ['taxonomy'],
    // A chunk of its own, shared with the labels of cases.
    queryFn: () => import('@wellhouse/taxonomy'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const all = data?.taxonomy.leaves.map(({ id }) => id) ?? [];
  return {
    label: (leaf) => data?.leafLabel(leaf, locale) ?? leaf,
    usual: usual.filter((leaf) => all.includes(leaf)),
    others: all.filter((leaf) => !usual.includes(leaf)),
  };
}
