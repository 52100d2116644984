import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { deskQuery } from '../../api/queue-queries.ts';
import { announce } from '../../ui/announcements.ts';

/** How much somebody turned to this person for. Tells whoever has the console open, on whatever page, that somebody turned to them. */
export function useMentionNews(enabled: boolean): number {
  const mentions = useQuery({ ...deskQuery, enabled }).data?.mentions;
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (mentions === undefined || !enabled) return;
    const before = known.current;
    known.current = new Set(mentions.map(({ mentionId }) => mentionId));
    if (before === null) return;
    for (const { mentionId, kind, from, case: file } of mentions) {
      if (!before.has(mentionId)) {
        announce({ key: `desk.news.${kind}`, values: { name: from.name, number: file.number } });
      }
    }
  }, [mentions, enabled]);
  return mentions?.length ?? 0;
}
