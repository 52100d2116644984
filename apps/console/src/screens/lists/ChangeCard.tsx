import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { List, ListChange } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { changeMeaning } from './change-meaning.ts';
import { whyNotAnswer } from './list-rules.ts';
import { SettingsDiff } from './SettingsDiff.tsx';
import { UpdateCounts } from './UpdateCounts.tsx';

export type ChangeAnswer = 'approve' | 'refuse';

/** A change that waits for another person than the one who asked for it. */
export function ChangeCard({
  list,
  change,
  chosen,
  answering,
  onAnswering,
}: {
  list: List;
  change: ListChange;
  chosen: boolean;
  answering: ChangeAnswer | null;
  onAnswering: (answer: ChangeAnswer | null) => void;
}) {
  const { t, dateTime } = useI18n();
  const { staff } = useMe();
  const mayApprove = useCan()('list.approve');
  const obstacle = whyNotAnswer(change, { staffId: staff.staffId, mayApprove });
  return (
    <article className="decision change" data-item={change.changeId} data-cursor={chosen} tabIndex={-1}>
      <header>
        <h2>{t(`lists.change.${change.kind}`)}</h2>
        <span className="badge" data-decision="held">
          {t(change.first === null ? 'lists.waitsForTwo' : 'lists.waitsForOne')}
        </span>
      </header>
      <p>{t(changeMeaning(change.kind, list.kind))}</p>
      {change.update !== null && <UpdateCounts update={change.update} />}
      {change.settings !== null && <SettingsDiff from={list.settings} to={change.settings} />}
      {change.first !== null && (
        <blockquote className="statement" dir="auto">
          {change.first.reason}
        </blockquote>
      )}
      <dl className="facts">
        <dt>{t(change.update === null ? 'lists.askedBy' : 'lists.foundBy')}</dt>
        <dd>
          <bdi>
            {change.update !== null || change.first === null
              ? t(`lists.asker.${change.kind === 'import' ? 'import' : 'sync'}`)
              : change.first.name}
          </bdi>{' '}
          · <time dateTime={change.askedAt}>{dateTime(change.askedAt)}</time>
        </dd>
        {change.update !== null && change.first !== null && (
          <>
            <dt>{t('lists.agreedBy')}</dt>
            <dd>
              <bdi>{change.first.name}</bdi>
            </dd>
          </>
        )}
      </dl>
      {(obstacle !== null || answering === null) && (
        <div className="held-foot">
          {obstacle !== null ? (
            <p className="reason">{t(`lists.whyNotAnswer.${obstacle}`)}</p>
          ) : (
            <div className="button-row">
              <Button look="primary" icon="check" onPress={() => onAnswering('approve')}>
                {t('lists.approve')}
              </Button>
              <Button icon="close" onPress={() => onAnswering('refuse')}>
                {t('lists.refuse')}
              </Button>
            </div>
          )}
        </div>
      )}
      {obstacle === null && answering !== null && (
        <AnswerChange key={answering} change={change} answer={answering} onDone={() => onAnswering(null)} />
      )}
    </article>
  );
}

function AnswerChange({ change, answer, onDone }: { change: ListChange; answer: ChangeAnswer; onDone: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const { listId, changeId } = change;
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('answerListChange', { params: { listId, changeId }, body: { answer, reason } }),
    onSuccess: async ({ state, kind }) => {
      const said =
        state === 'held' ? 'lists.said.agreed' : state === 'refused' ? 'lists.said.refused' : 'lists.said.approved';
      announce({ key: said, values: { change: t(`lists.change.${kind}`) } });
      onDone();
      await client.invalidateQueries({ queryKey: ['lists'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['lists'] }),
  });
  const approving = answer === 'approve';
  return (
    <ReasonForm
      label={t(approving ? 'lists.whyApprove' : 'lists.whyRefuse')}
      hint={t('lists.reasonHint')}
      submit={t(approving ? 'lists.approve' : 'lists.refuse')}
      danger={!approving}
      pending={send.isPending}
      error={send.error}
      onSubmit={send.mutate}
      onCancel={onDone}
    />
  );
}
