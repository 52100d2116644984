import type { CasePage, ConversationEntry } from '@wellhouse/protocol';
import { useEffect, useState } from 'react';
import { type Ground, groundsOf } from './decision-grounds.ts';
import type { OpenEvidence } from './use-evidence.ts';

export interface KnownGrounds {
  all: readonly Ground[];
  /** The reported messages are among them: the evidence was opened, or there is none. */
  complete: boolean;
}

/** What the decision can rest on. Once the evidence was open it stays known when that is closed again. */
export function useGrounds(page: CasePage | undefined, open: OpenEvidence | null): KnownGrounds {
  const [seen, setSeen] = useState<readonly ConversationEntry[] | null>(null);
  useEffect(() => {
    if (open !== null) setSeen(open.view.conversation);
  }, [open]);
  if (page === undefined) return { all: [], complete: false };
  const conversation = open?.view.conversation ?? seen;
  return { all: groundsOf(page, conversation), complete: conversation !== null || page.summary.reportCount === 0 };
}
