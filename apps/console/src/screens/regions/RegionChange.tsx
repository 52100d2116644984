import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AlbumRegionChange } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { regionName } from './region-name.ts';
import { whyNotAnswerRegion } from './region-rules.ts';

type Answer = 'approve' | 'refuse';

/** A region that somebody wants switched on; it waits for another person. */
export function RegionChange({
  change,
  answering,
  onAnswering,
}: {
  change: AlbumRegionChange;
  answering: Answer | null;
  onAnswering: (answer: Answer | null) => void;
}) {
  const { t, dateTime } = useI18n();
  const { staff } = useMe();
  const mayApprove = useCan()('list.approve');
  const obstacle = whyNotAnswerRegion(change, { staffId: staff.staffId, mayApprove });
  return (
    <section className="region-change">
      <header>
        <h3>{t(`regions.change.${change.to}`)}</h3>
        <span className="badge" data-decision="held">
          {t('lists.waitsForOne')}
        </span>
      </header>
      <blockquote className="statement" dir="auto">
        {change.first.reason}
      </blockquote>
      <dl className="facts">
        {change.legalBasis !== null && (
          <>
            <dt>{t('regions.legalBasis')}</dt>
            <dd>
              <bdi>{change.legalBasis}</bdi>
            </dd>
          </>
        )}
        <dt>{t('lists.askedBy')}</dt>
        <dd>
          <bdi>{change.first.name}</bdi> · <time dateTime={change.askedAt}>{dateTime(change.askedAt)}</time>
        </dd>
      </dl>
      {obstacle !== null ? (
        <p className="reason">{t(`lists.whyNotAnswer.${obstacle}`)}</p>
      ) : answering === null ? (
        <div className="button-row">
          <Button look="primary" icon="check" onPress={() => onAnswering('approve')}>
            {t('lists.approve')}
          </Button>
          <Button icon="close" onPress={() => onAnswering('refuse')}>
            {t('lists.refuse')}
          </Button>
        </div>
      ) : (
        <AnswerRegion key={answering} change={change} answer={answering} onDone={() => onAnswering(null)} />
      )}
    </section>
  );
}

function AnswerRegion({ change, answer, onDone }: { change: AlbumRegionChange; answer: Answer; onDone: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const client = useQueryClient();
  const { region, changeId } = change;
  const approving = answer === 'approve';
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('answerAlbumRegion', { params: { region, changeId }, body: { answer, reason } }),
    onSuccess: async () => {
      announce({
        key: approving ? 'regions.said.on' : 'regions.said.refused',
        values: { region: regionName(region, i18n) },
      });
      onDone();
      await client.invalidateQueries({ queryKey: ['album-regions'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['album-regions'] }),
  });
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
