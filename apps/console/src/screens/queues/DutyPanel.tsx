import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Paging, StaffId } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { queuePlanQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton, Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { localTime, TimeField } from '../../ui/TimeField.tsx';

/** Who is called now, and from when to when somebody is on duty. */
export function DutyPanel({ paging }: { paging: Paging }) {
  const { t, dateTime, list } = useI18n();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (dutyId: string) => call('removeDuty', { params: { dutyId } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['paging'] }),
  });
  useActions([
    {
      id: 'queues.addDuty',
      title: t('duty.add'),
      group: 'queues',
      keys: ['d'],
      when: () => true,
      run: () => setAdding(true),
    },
  ]);
  const names = list(paging.onDuty.map(({ name }) => name));
  return (
    <section className="panel queues-panel" aria-labelledby="duty-title">
      <h2 id="duty-title">{t('duty.title')}</h2>
      {!paging.webhook && !paging.mail && (
        <Note tone="warning">
          <p className="note-title">{t('calls.noWay')}</p>
          <p>{t('calls.noWayText')}</p>
        </Note>
      )}
      <p>
        {paging.onDuty.length === 0
          ? t('duty.nobody')
          : t(paging.becauseOf === 'duty' ? 'duty.now' : 'duty.leads', { names, count: paging.onDuty.length })}
      </p>
      {remove.error !== null && <ProblemNote error={remove.error} />}
      <ul className="plan-list">
        {paging.duties.map((duty) => (
          <li key={duty.dutyId} className="plan-item">
            <div className="plan-main">
              <h3>
                <bdi>{duty.name}</bdi>
              </h3>
              <p>
                <time dateTime={duty.from}>{dateTime(duty.from)}</time> –{' '}
                <time dateTime={duty.to}>{dateTime(duty.to)}</time>
              </p>
            </div>
            <Button onPress={() => remove.mutate(duty.dutyId)}>
              {t('queues.remove')}
              <bdi className="visually-hidden">
                {' '}
                {duty.name} {dateTime(duty.from)}
              </bdi>
            </Button>
          </li>
        ))}
      </ul>
      <div className="button-row">
        <ActionButton action="queues.addDuty" icon="clock" />
      </div>
      {adding && <DutyDialog onClose={() => setAdding(false)} />}
    </section>
  );
}

const hour = 3_600_000;

function DutyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const members = useQuery(queuePlanQuery).data?.members ?? [];
  const [staffId, setStaffId] = useState<string | null>(null);
  const [from, setFrom] = useState(() => localTime(Date.now()));
  const [to, setTo] = useState(() => localTime(Date.now() + 8 * hour));
  const valid = Date.parse(to) > Date.parse(from);
  const add = useMutation({
    mutationFn: (id: string) =>
      call('addDuty', {
        body: {
          staffId: StaffId.parse(id),
          from: new Date(Date.parse(from)).toISOString(),
          to: new Date(Date.parse(to)).toISOString(),
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['paging'] });
      onClose();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (staffId !== null && valid && !add.isPending) add.mutate(staffId);
  };
  return (
    <Dialog title={t('duty.add')} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <Select
          label={t('duty.who')}
          value={staffId}
          onChange={setStaffId}
          placeholder={t('colleague.choose')}
          sections={[{ title: null, choices: members.map((member) => ({ id: member.staffId, title: member.name })) }]}
        />
        <TimeField label={t('duty.from')} value={from} onChange={setFrom} />
        <TimeField label={t('duty.to')} value={to} onChange={setTo} />
        {!valid && <p className="plan-warning">{t('duty.backwards')}</p>}
        {add.error !== null && <ProblemNote error={add.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={staffId === null || !valid} isPending={add.isPending}>
            {t('duty.add')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
