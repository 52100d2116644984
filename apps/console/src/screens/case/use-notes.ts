import type { CasePage } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { type Asked, useAsked } from '../../ui/use-asked.ts';

export type Audience = 'team' | 'reporter';

/** Whom a note is for, and the keys that lead to its field. */
export interface Notes {
  audience: Audience;
  setAudience: (audience: Audience) => void;
  asked: Asked;
}

export function useNotes(page: CasePage | undefined, mine: boolean): Notes {
  const { t } = useI18n();
  const can = useCan();
  const [audience, setAudience] = useState<Audience>('team');
  const asked = useAsked();
  const maySend = page !== undefined && can('note.send') && page.reports.length > 0;
  useActions([
    {
      id: 'case.note',
      title: t('action.note'),
      group: 'case',
      keys: ['m'],
      when: () => page !== undefined && can('note.write'),
      run: asked.ask,
    },
    {
      id: 'case.noteToReporter',
      title: t('action.noteToReporter'),
      group: 'case',
      keys: ['Shift+m'],
      when: () => maySend && (page.summary.state !== 'open' || mine || { reason: t('notes.claimFirst') }),
      run: () => {
        setAudience('reporter');
        asked.ask();
      },
    },
  ]);
  return { audience, setAudience, asked };
}
