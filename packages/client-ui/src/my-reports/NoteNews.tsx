import type { LocalReport } from '@wellhouse/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useUi } from '../context.ts';

/** Says aloud that the safety team has written, once for each note. */
export function NoteNews({ reports }: { reports: readonly LocalReport[] }): ReactNode {
  const { t } = useUi().text;
  const told = useRef<ReadonlySet<string>>(new Set());
  const [count, setCount] = useState(0);
  useEffect(() => {
    const unread = reports.flatMap((report) => report.notes.filter((note) => note.isNew).map((note) => note.noteId));
    const news = unread.filter((noteId) => !told.current.has(noteId));
    if (news.length === 0) return;
    told.current = new Set([...told.current, ...news]);
    setCount(news.length);
  }, [reports]);
  return (
    <p className="wh-visually-hidden" role="status">
      {count === 0 ? '' : t('mine.notes.news', { count })}
    </p>
  );
}
