import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Colleague, StaffId } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { colleaguesQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { sendByKey } from '../../ui/send-by-key.ts';
import { Waiting } from '../../ui/Waiting.tsx';

export type Turn = 'handOver' | 'assign' | 'help';
/** Choice for help from whichever lead comes first. */
const anyLead = 'any-lead';

/** Turns to a colleague about a case: hands it over, gives it to them, or asks for their help. */
export function ColleagueDialog({ turn, caseId, onClose }: { turn: Turn; caseId: string; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const query = useQuery(colleaguesQuery(caseId));
  const [chosen, setChosen] = useState<string | null>(turn === 'help' ? anyLead : null);
  const [note, setNote] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const colleagues = query.data ?? [];
  const fits = ({ bar }: Colleague): boolean =>
    bar === null ||
    (turn === 'assign' && (bar === 'skills' || bar === 'full')) ||
    (turn === 'help' && bar !== 'role' && bar !== 'limits' && bar !== 'care');
  const choice = (one: Colleague) => ({
    id: one.staffId as string,
    title: one.name,
    text: [
      t(one.here ? 'colleague.here' : 'colleague.away'),
      ...(one.bar === null ? [] : [t(`colleague.bar.${one.bar}`)]),
    ].join(' · '),
  });
  const barred = colleagues.filter((one) => !fits(one));
  const ready = chosen !== null && (turn !== 'help' || note.trim() !== '');

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || pending) return;
    setPending(true);
    try {
      const params = { caseId };
      if (turn === 'help') {
        await call('askForHelp', {
          params,
          body: { staffId: chosen === anyLead ? null : StaffId.parse(chosen), note },
        });
      } else {
        const body = { staffId: StaffId.parse(chosen), note };
        await call(turn === 'handOver' ? 'handOverCase' : 'assignCase', { params, body });
      }
      for (const queryKey of [caseQuery(caseId).queryKey, ['cases'], ['desk']]) {
        void client.invalidateQueries({ queryKey });
      }
      announce({ key: `colleague.done.${turn}` });
      onClose();
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };

  return (
    <Dialog title={t(`colleague.${turn}`)} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void send(event)} onKeyDown={sendByKey}>
        <p className="muted">{t(`colleague.${turn}.text`)}</p>
        {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Waiting lines={2} />}
        {query.data !== undefined && (
          <Select
            label={t('colleague.who')}
            value={chosen}
            onChange={setChosen}
            placeholder={t('colleague.choose')}
            sections={[
              { title: null, choices: turn === 'help' ? [{ id: anyLead, title: t('colleague.anyLead') }] : [] },
              { title: t('colleague.can'), choices: colleagues.filter(fits).map(choice) },
            ]}
          />
        )}
        {barred.length > 0 && (
          <details className="barred">
            <summary>{t('colleague.barred', { count: barred.length })}</summary>
            <ul>
              {barred.map((one) => (
                <li key={one.staffId}>
                  <bdi>{one.name}</bdi> <span className="muted">{choice(one).text}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        <TextArea
          label={t('colleague.note')}
          value={note}
          onChange={setNote}
          rows={3}
          maxLength={2_000}
          hint={t('colleague.noteHint')}
          required={turn === 'help'}
        />
        {error !== null && <ProblemNote error={error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={pending}>
            {t(`colleague.${turn}`)}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
