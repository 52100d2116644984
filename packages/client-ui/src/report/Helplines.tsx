import type { ReactNode } from 'react';
import { HelplineList } from '../parts/HelplineList.tsx';
import { useReportFlow } from './report-flow.ts';
import { useDraftState } from './use-draft.ts';

/** Numbers to call, for the country that stands in the report. */
export function Helplines({ kind }: { kind: 'emergency' | 'help' }): ReactNode {
  const { draft } = useReportFlow();
  const { country } = useDraftState(draft);
  return (
    <HelplineList
      config={draft.config}
      kind={kind}
      country={country}
      onCountry={(code) => draft.set({ country: code })}
    />
  );
}
