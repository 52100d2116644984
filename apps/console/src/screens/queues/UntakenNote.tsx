import { useQuery } from '@tanstack/react-query';
import type { Untaken } from '@wellhouse/protocol';
import { taxonomyQuery } from '../../api/care-queries.ts';
import { queuePlanQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Note } from '../../ui/ProblemNote.tsx';

/** What waits and nobody there may take; whose choice that is stands nowhere. */
export function UntakenNote({ untaken }: { untaken: readonly Untaken[] }) {
  const { t, locale, dateTime } = useI18n();
  const taxonomy = useQuery(taxonomyQuery).data;
  const queues = useQuery(queuePlanQuery).data?.plan.queues ?? [];
  if (untaken.length === 0) return null;
  return (
    <Note tone="warning">
      <p className="note-title">{t('calls.untaken.title', { count: untaken.length })}</p>
      <ul className="call-cases">
        {untaken.map(({ queueId, category, region, waiting, dueAt }) => {
          const said = {
            kind: taxonomy?.leafLabel(category, locale) ?? category,
            queue: queues.find((queue) => queue.queueId === queueId)?.name ?? queueId,
            count: waiting,
            due: dueAt === null ? '–' : dateTime(dueAt),
          };
          return (
            <li key={`${queueId} ${category} ${region}`}>
              {region === null ? t('calls.untaken.row', said) : t('calls.untaken.rowIn', { ...said, region })}
            </li>
          );
        })}
      </ul>
      <p>{t('calls.untaken.text')}</p>
    </Note>
  );
}
