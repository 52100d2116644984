import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CasePage, NoteId, noteLimits } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { call } from '../../api/call.ts';
import { macrosQuery } from '../../api/decision-queries.ts';
import { caseQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { Select, TextArea } from '../../ui/Fields.tsx';
import { macrosFor, macroText } from '../../words/fill-macro.ts';
import { languageIn } from '../../words/language-name.ts';
import { reportersOf } from '../../words/reporters-of.ts';
import { SendNoteDialog } from './SendNoteDialog.tsx';
import { useKeptNote } from './use-kept-note.ts';

const fewest = 3;

/** A note to people who reported: who, by number; what; and it is read over before it goes, since nobody can take it back. */
export function ReporterNoteForm({
  page,
  mine,
  field,
}: {
  page: CasePage;
  mine: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t, locale, list } = useI18n();
  const client = useQueryClient();
  const { caseId, state, category } = page.summary;
  const everybody = reportersOf(page.reports);
  const readers = everybody.filter((one) => one.wantsNotices);
  const [chosen, setChosen] = useState<string[]>([]);
  const [text, setText] = useKeptNote(caseId, 'reporter');
  /** The note that is being read over; tried again it is the same one. */
  const [noteId, setNoteId] = useState<NoteId | null>(null);
  const macros = macrosFor(useQuery(macrosQuery).data ?? [], { audience: 'reporter', category, policyId: null });
  const [only] = readers;
  const to =
    readers.length === 1 && only !== undefined ? [only] : readers.filter((one) => chosen.includes(one.reporter));
  const languages = [...new Set(to.map(({ report }) => report.locale.split('-')[0] ?? report.locale))];
  const send = useMutation({
    mutationFn: (id: NoteId) =>
      call('sendNote', {
        params: { caseId },
        body: { noteId: id, reportIds: to.map(({ report }) => report.reportId), text: text.trim() },
      }),
    onSuccess: () => {
      announce({ key: 'said.noteSent', values: { count: to.length } });
      setNoteId(null);
      setText('');
      setChosen([]);
      return client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
  });
  const ready = to.length > 0 && to.length <= noteLimits.reports && text.trim().length >= fewest;
  const readOver = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (!ready || noteId !== null) return;
    send.reset();
    setNoteId(NoteId.parse(crypto.randomUUID()));
  };
  if (state === 'open' && !mine) return <p className="muted">{t('notes.claimFirst')}</p>;
  return (
    <>
      <form
        className="stack"
        onSubmit={readOver}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && readOver(event)}
      >
        {readers.length > 0 && (
          <Checks
            label={t('notes.who')}
            value={to.map((one) => one.reporter)}
            onChange={setChosen}
            choices={readers.map(({ number, reporter, report }) => ({
              id: reporter,
              title: `${t('notes.reporter', { number })} · ${languageIn(report.locale, locale)}`,
            }))}
          />
        )}
        {readers.length < everybody.length && (
          <p className="muted">{t('notes.notToBeTold', { count: everybody.length - readers.length })}</p>
        )}
        {languages.length > 1 && (
          <p className="hint">
            {t('notes.languages', { list: list(languages.map((one) => languageIn(one, locale))) })}
          </p>
        )}
        {macros.length > 0 && readers.length > 0 && (
          <Select
            label={t('macro.insert')}
            value={null}
            onChange={(id) => {
              const macro = macros.find((one) => one.macroId === id);
              if (macro === undefined) return;
              const words = macroText(macro, to[0]?.report.locale ?? 'en');
              const before = text.trim();
              setText((before === '' ? words : `${before}\n\n${words}`).slice(0, noteLimits.characters));
              field.current?.focus();
            }}
            placeholder={t('notes.chooseText')}
            sections={[{ title: null, choices: macros.map(({ macroId, title }) => ({ id: macroId, title })) }]}
          />
        )}
        {readers.length > 0 && (
          <>
            <TextArea
              label={t('notes.text')}
              value={text}
              onChange={setText}
              rows={4}
              inputRef={field}
              maxLength={noteLimits.characters}
              hint={t('notes.textHint')}
            />
            <div className="button-row">
              <Button type="submit" isDisabled={!ready}>
                {t('notes.readOver')}
              </Button>
            </div>
          </>
        )}
      </form>
      {noteId !== null && (
        <SendNoteDialog
          to={to}
          text={text.trim()}
          pending={send.isPending}
          error={send.error}
          onSend={() => send.mutate(noteId)}
          onClose={() => setNoteId(null)}
        />
      )}
    </>
  );
}
