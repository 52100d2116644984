import type { QueueState } from '@wellhouse/protocol';
import { useRef } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Select } from '../../ui/Fields.tsx';

const all = 'all-queues';

/** Which queue is shown: all of them, or one. */
export function QueueChoice({
  queues,
  value,
  onChange,
}: {
  queues: readonly QueueState[];
  value: string | null;
  onChange: (queueId: string | null) => void;
}) {
  const { t } = useI18n();
  const place = useRef<HTMLDivElement>(null);
  useActions([
    {
      id: 'queue.which',
      title: t('action.queue.which'),
      group: 'queue',
      keys: ['q'],
      when: () => true,
      run: () => place.current?.querySelector('button')?.focus(),
    },
  ]);
  return (
    <div className="queue-choice" ref={place}>
      <Select
        label={t('queue.which')}
        value={value ?? all}
        onChange={(chosen) => onChange(chosen === all ? null : chosen)}
        placeholder={t('queue.all')}
        sections={[
          {
            title: null,
            choices: [
              { id: all, title: t('queue.all') },
              ...queues.map(({ queueId, name, openCount, mine }) => ({
                id: queueId,
                title: name,
                text: [t('queue.waiting', { count: openCount }), ...(mine ? [] : [t('queue.notMine')])].join(' · '),
              })),
            ],
          },
        ]}
      />
    </div>
  );
}
