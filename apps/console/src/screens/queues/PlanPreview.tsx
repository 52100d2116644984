import type { QueuePlanPreview } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** What the draft would do to the cases that are open now. */
export function PlanPreview({
  preview,
  error,
  problem,
  nameOf,
}: {
  preview: QueuePlanPreview | undefined;
  error: unknown;
  problem: string | null;
  nameOf: (queueId: string) => string;
}) {
  const { t } = useI18n();
  if (error !== null && error !== undefined) return <ProblemNote error={error} />;
  return (
    <div className="note-box" data-tone="info" role="status">
      <Icon name="alert" />
      <div>
        <p className="note-title">{t('queues.draft')}</p>
        {problem !== null && <code>{problem}</code>}
        {problem === null && preview === undefined && <p>{t('common.loading')}</p>}
        {problem === null && preview !== undefined && <Moves preview={preview} nameOf={nameOf} />}
      </div>
    </div>
  );
}

export function Moves({ preview, nameOf }: { preview: QueuePlanPreview; nameOf: (queueId: string) => string }) {
  const { t } = useI18n();
  return (
    <>
      {preview.moves.length === 0 ? (
        <p>{t('queues.noMoves')}</p>
      ) : (
        <ul className="plain-list">
          {preview.moves.map(({ from, to, count }) => (
            <li key={`${from} ${to}`}>{t('queues.move', { count, from: nameOf(from), to: nameOf(to) })}</li>
          ))}
        </ul>
      )}
      {preview.withoutPeople.map((queueId) => (
        <p key={queueId} className="plan-warning">
          {t('queues.nobodyIn', { name: nameOf(queueId) })}
        </p>
      ))}
    </>
  );
}
