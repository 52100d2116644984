import type { LocalReport } from '@wellhouse/client';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useUi } from '../context.ts';

/** What the safety team wrote about this report. Seen, it is read on this device; it stays marked until the person leaves. */
export function ReportNotes({ report: { reportId, notes } }: { report: LocalReport }): ReactNode {
  const { wellhouse, text } = useUi();
  const { t } = text;
  const titleId = useId();
  const last = useRef<HTMLLIElement>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const unread = notes
    .filter((note) => note.isNew)
    .map((note) => note.noteId)
    .join(' ');

  useEffect(() => {
    if (unread === '' || last.current === null) return;
    setMarked((old) => new Set([...old, ...unread.split(' ')]));
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        wellhouse.readNotes(reportId).catch(() => {}); // storage failed; they stay new
      },
      { threshold: 0.25 },
    );
    observer.observe(last.current);
    return () => observer.disconnect();
  }, [wellhouse, reportId, unread]);

  if (notes.length === 0) return null;
  return (
    <section className="wh-notes" aria-labelledby={titleId}>
      <h4 className="wh-notes-title" id={titleId}>
        {t('mine.notes')}
      </h4>
      <ul className="wh-notes-list">
        {notes.map((note, index) => (
          <li key={note.noteId} className="wh-note" ref={index === notes.length - 1 ? last : null}>
            <p className="wh-note-head">
              <time dateTime={new Date(note.sentAt).toISOString()}>{text.date(note.sentAt)}</time>
              {note.isNew || marked.has(note.noteId) ? (
                <strong className="wh-note-new">{t('mine.notes.new')}</strong>
              ) : null}
            </p>
            <p className="wh-note-text" dir="auto">
              {note.text}
            </p>
          </li>
        ))}
      </ul>
      <p className="wh-hint">{t('mine.notes.noAnswer')}</p>
    </section>
  );
}
