import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CasePage } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** Notes for the team; nobody outside reads them. */
export function NotesPanel({ page, field }: { page: CasePage; field: RefObject<HTMLTextAreaElement | null> }) {
  const { t, dateTime } = useI18n();
  const can = useCan();
  const notes = page.timeline.filter((entry) => entry.kind === 'note');
  return (
    <section className="panel notes-panel" aria-labelledby="notes-title">
      <div className="panel-head">
        <h2 id="notes-title">{t('notes.title')}</h2>
      </div>
      {notes.length === 0 && <p className="muted">{t('notes.none')}</p>}
      <ul className="plain-list notes">
        {notes.map((note) => (
          <li key={note.at + note.text}>
            <p dir="auto">{note.text}</p>
            <p className="muted">
              <bdi>{note.staffName}</bdi> · <time dateTime={note.at}>{dateTime(note.at)}</time>
            </p>
          </li>
        ))}
      </ul>
      {can('note.write') && <NoteForm caseId={page.summary.caseId} field={field} />}
    </section>
  );
}

function NoteForm({ caseId, field }: { caseId: string; field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: () => call('writeNote', { params: { caseId }, body: { text: text.trim() } }),
    onSuccess: () => {
      setText('');
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
