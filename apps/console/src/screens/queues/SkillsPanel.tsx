import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueueMember, QueuePlanView } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { skillsOf } from './plan-draft.ts';

/** Who can do what, and in which queues each can work. */
export function SkillsPanel({ view }: { view: QueuePlanView }) {
  const { t } = useI18n();
  const [changing, setChanging] = useState<QueueMember | null>(null);
  const { queues } = view.plan;
  return (
    <>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('team.name')}</th>
              <th scope="col">{t('queues.skills')}</th>
              <th scope="col">{t('queues.worksIn')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('team.change')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.members.map((member) => (
              <tr key={member.staffId}>
                <th scope="row" data-label={t('team.name')}>
                  <bdi>{member.name}</bdi>{' '}
                  {member.here && (
                    <span className="badge" data-tone="good">
                      {t('colleague.here')}
                    </span>
                  )}
                </th>
                <td data-label={t('queues.skills')}>
                  <span className="roles">
                    {member.skills.map((skill) => (
                      <bdi key={skill} className="badge">
                        {skill}
                      </bdi>
                    ))}
                    {member.skills.length === 0 && <span className="muted">{t('queues.noSkills')}</span>}
                  </span>
                </td>
                <td data-label={t('queues.worksIn')}>
                  <bdi>
                    {queues
                      .filter(({ skills }) => skills.every((skill) => member.skills.includes(skill)))
                      .map(({ name }) => name)
                      .join(' · ')}
                  </bdi>
                </td>
                <td className="table-actions">
                  <Button onPress={() => setChanging(member)}>
                    {t('team.change')}
                    <bdi className="visually-hidden"> {member.name}</bdi>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changing !== null && <SkillsDialog member={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function SkillsDialog({ member, onClose }: { member: QueueMember; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [text, setText] = useState(member.skills.join(', '));
  const skills = skillsOf(text);
  const save = useMutation({
    mutationFn: (wanted: string[]) =>
      call('setSkills', { params: { staffId: member.staffId }, body: { skills: wanted } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['queue-plan'] });
      void client.invalidateQueries({ queryKey: ['queues'] });
      onClose();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (skills !== null && !save.isPending) save.mutate(skills);
  };
  return (
    <Dialog title={t('queues.skillsOf', { name: member.name })} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <TextField
          label={t('queues.skills')}
          value={text}
          onChange={setText}
          hint={t('queues.skillsHint')}
          error={skills === null ? t('queues.skillsWrong') : null}
          autoFocus
        />
        {save.error !== null && <ProblemNote error={save.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={skills === null} isPending={save.isPending}>
            {t('queues.saveSkills')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
