import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import type { Answering, QuarantinedEntry } from './use-list-actions.ts';

export interface QuarantinePanelProps {
  listId: string;
  entries: readonly QuarantinedEntry[];
  error: unknown;
  cursor: string | null;
  answering: Answering | null;
  onAnswering: (answering: Answering | null) => void;
}

/** Entries that matched more different pictures in a day than the list allows: a person releases each or rules it out. */
export function QuarantinePanel({ listId, entries, error, cursor, answering, onAnswering }: QuarantinePanelProps) {
  const { t } = useI18n();
  return (
    <section className="panel" aria-labelledby="quarantine-title">
      <div className="panel-head">
        <h2 id="quarantine-title">{t('lists.quarantine.title')}</h2>
      </div>
      <p className="muted quarantine-text">{t('lists.quarantine.text')}</p>
      {error !== null && <ProblemNote error={error} />}
      <ul className="plain-list quarantine">
        {entries.map((entry) => {
          const item = `entry-${entry.entryId}`;
          return (
            <li key={item} data-item={item} data-cursor={item === cursor} tabIndex={-1}>
              <Entry
                listId={listId}
                entry={entry}
                answering={answering?.item === item ? answering.answer : null}
                onAnswering={(answer) => onAnswering(answer === null ? null : { item, answer })}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Entry({
  listId,
  entry,
  answering,
  onAnswering,
}: {
  listId: string;
  entry: QuarantinedEntry;
  answering: Answering['answer'] | null;
  onAnswering: (answer: Answering['answer'] | null) => void;
}) {
  const { t } = useI18n();
  const mayApprove = useCan()('list.approve');
  const looks = entry.fingerprint === 'pdq';
  return (
    <>
      <div className="quarantine-row">
        <div>
          <p>
            <strong>{t('lists.quarantine.pictures', { count: entry.pictures })}</strong>
          </p>
          <p className="list-facts">
            <code dir="ltr">{entry.sourceId}</code>
            <span>
              {t(looks ? 'lists.fingerprint.looks' : 'lists.fingerprint.bytes', {
                kind: entry.fingerprint.toUpperCase(),
              })}
            </span>
            {entry.class !== null && <bdi>{t('lists.quarantine.class', { name: entry.class })}</bdi>}
            <span>{t('lists.quarantine.contributors', { count: entry.contributors })}</span>
          </p>
        </div>
        {mayApprove ? (
          answering === null && (
            <div className="button-row">
              <Button icon="unlock" onPress={() => onAnswering('approve')}>
                {t('lists.release')}
              </Button>
              <Button icon="close" onPress={() => onAnswering('refuse')}>
                {t('lists.ruleOut')}
              </Button>
            </div>
          )
        ) : (
          <p className="reason">{t('lists.whyNotAnswer.denied')}</p>
        )}
      </div>
      {mayApprove && answering !== null && (
        <AnswerEntry
          key={answering}
          listId={listId}
          entry={entry}
          answer={answering === 'approve' ? 'release' : 'exclude'}
          onDone={() => onAnswering(null)}
        />
      )}
    </>
  );
}

function AnswerEntry({
  listId,
  entry,
  answer,
  onDone,
}: {
  listId: string;
  entry: QuarantinedEntry;
  answer: 'release' | 'exclude';
  onDone: () => void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const releasing = answer === 'release';
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('answerQuarantinedEntry', { params: { listId, entryId: entry.entryId }, body: { answer, reason } }),
    onSuccess: async () => {
      announce({ key: releasing ? 'lists.said.released' : 'lists.said.ruledOut' });
      onDone();
      await client.invalidateQueries({ queryKey: ['lists'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['lists'] }),
  });
  return (
    <ReasonForm
      label={t(releasing ? 'lists.whyRelease' : 'lists.whyRuleOut')}
      hint={t('lists.reasonHint')}
      submit={t(releasing ? 'lists.release' : 'lists.ruleOut')}
      danger={!releasing}
      pending={send.isPending}
      error={send.error}
      onSubmit={send.mutate}
      onCancel={onDone}
    >
      <p className="muted">{t(releasing ? 'lists.release.meaning' : 'lists.ruleOut.meaning')}</p>
    </ReasonForm>
  );
}
