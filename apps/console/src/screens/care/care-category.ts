import { useQuery } from '@tanstack/react-query';
import type { CareKind, CarePreset } from '@wellhouse/protocol';
import { createContext, useContext } from 'react';
import { preferencesQuery, usePresets } from '../../api/care-queries.ts';

/** The class of what is shown; the heaviest where nobody has said. */
export const CareKindContext = createContext<CareKind>('child');

/** How this person sees pictures and words here. Until that is known, words are covered: what was seen cannot be taken back. */
export function usePreset(): CarePreset & { textFirst: boolean } {
  const kind = useContext(CareKindContext);
  const presets = usePresets();
  const { isPending } = useQuery(preferencesQuery);
  const { coverText } = presets[kind];
  return { ...presets[kind], coverText: coverText || isPending, textFirst: presets.textFirst };
}
