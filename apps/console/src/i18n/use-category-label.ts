import { useQuery } from '@tanstack/react-query';
import type { CaseSummary } from '@wellhouse/protocol';
import { useI18n } from './I18n.tsx';

/** The category in the reviewer's language; until its words are there, and for one they do not know, as the server names it. */
export function useCategoryLabel(): (item: Pick<CaseSummary, 'category' | 'categoryLabel'>) => string {
  const { locale } = useI18n();
  const words = useQuery({
    queryKey: ['taxonomy'],
    // A chunk of its own: the server's labels are English already.
    queryFn: () => import('@wellhouse/taxonomy'),
    enabled: locale !== 'en',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  return ({ category, categoryLabel }) => {
    if (locale === 'en' || words.data?.findLeaf(category) === undefined) return categoryLabel;
    return words.data.leafLabel(category, locale);
  };
}
