import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CasePage, SentNote } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, type RefObject, useRef } from 'react';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useAnswer } from '../../ui/use-asked.ts';
import { isolated } from '../../words/isolated.ts';
import { numberOf, reportersOf } from '../../words/reporters-of.ts';
import { ReporterNoteForm } from './ReporterNoteForm.tsx';
import { useKeptNote } from './use-kept-note.ts';
import type { Notes } from './use-notes.ts';

/** What the team notes for itself, and what it has written to people who reported; and forms for both. */
export function NotesPanel({ page, mine, notes }: { page: CasePage; mine: boolean; notes: Notes }) {
  const { t } = useI18n();
  const can = useCan();
  const field = useRef<HTMLTextAreaElement>(null);
  const mayNote = can('note.write');
  const maySend = can('note.send') && page.reports.length > 0;
  useAnswer(notes.asked, () => field.current?.focus());
  const shown = notes.audience === 'reporter' && maySend ? 'reporter' : 'team';
  return (
    <section className="panel notes-panel" aria-labelledby="notes-title">
      <div className="panel-head">
        <h2 id="notes-title">{t('notes.title')}</h2>
      </div>
      <NoteList page={page} />
      {mayNote && maySend && (
        <Segments
          label={t('notes.for')}
          value={shown}
          onChange={notes.setAudience}
          choices={(['team', 'reporter'] as const).map((id) => ({ id, title: t(`notes.for.${id}`) }))}
        />
      )}
      {mayNote && shown === 'team' && <NoteForm caseId={page.summary.caseId} field={field} />}
      {maySend && (shown === 'reporter' || !mayNote) && <ReporterNoteForm page={page} mine={mine} field={field} />}
    </section>
  );
}

/** Both kinds in the order in which they were written. */
function NoteList({ page }: { page: CasePage }) {
  const { t, dateTime } = useI18n();
  const own = page.timeline.filter((entry) => entry.kind === 'note');
  const all = [
    ...own.map((note) => ({ at: note.at, by: note.staffName, text: note.text, sent: null })),
    ...page.notesSent.map((note) => ({ at: note.sentAt, by: note.sentBy, text: note.text, sent: note })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (all.length === 0) return <p className="muted">{t('notes.none')}</p>;
  return (
    <ul className="plain-list notes">
      {all.map((note) => (
        <li key={note.sent?.noteId ?? note.at + note.text} data-sent={note.sent !== null || undefined}>
          {note.sent !== null && <Readers page={page} note={note.sent} />}
          <p className="note-text" dir="auto">
            {note.text}
          </p>
          <p className="muted">
            <bdi>{note.by}</bdi> · <time dateTime={note.at}>{dateTime(note.at)}</time>
            {note.sent !== null && (
              <>
                {' · '}
                <Arrival note={note.sent} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Readers({ page, note }: { page: CasePage; note: SentNote }) {
  const { t, list } = useI18n();
  const reporters = reportersOf(page.reports);
  const who = note.to.map(({ reportId, reference }) => {
    const number = numberOf(reporters, page.reports, reportId);
    return number === null ? isolated(reference) : t('notes.reporter', { number });
  });
  return <p className="note-readers">{t('notes.sentTo', { who: list(who) })}</p>;
}

function Arrival({ note }: { note: SentNote }) {
  const { t } = useI18n();
  const of = note.to.length;
  const arrived = note.to.filter(({ fetchedAt }) => fetchedAt !== null).length;
  if (arrived > 0 && arrived < of) return <span>{t('notes.someFetched', { arrived, of })}</span>;
  return <span>{t(arrived === 0 ? 'notes.notFetched' : 'notes.fetched')}</span>;
}

function NoteForm({ caseId, field }: { caseId: string; field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [text, setText] = useKeptNote(caseId, 'team');
  const write = useMutation({
    mutationFn: () => call('writeNote', { params: { caseId }, body: { text: text.trim() } }),
    onSuccess: () => {
      setText('');
      announce({ key: 'said.noteSaved' }, { heard: true });
      // Its button goes with the words.
      field.current?.focus();
      return client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
  });
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (text.trim() !== '' && !write.isPending) write.mutate();
  };
  return (
    <form
      className="stack"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
    >
      <TextArea label={t('notes.label')} value={text} onChange={setText} rows={2} inputRef={field} maxLength={5_000} />
      {write.error !== null && <ProblemNote error={write.error} />}
      {text.trim() !== '' && (
        <div className="button-row">
          <Button type="submit" isPending={write.isPending}>
            {t('notes.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
