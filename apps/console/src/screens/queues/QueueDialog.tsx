import type { Queue } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea, TextField } from '../../ui/Fields.tsx';
import { idFor, skillsOf } from './plan-draft.ts';

/** One queue of the draft; `used`: a rule leads there. */
export function QueueDialog({
  queue,
  taken,
  used,
  onSet,
  onClose,
}: {
  queue: Queue | null;
  taken: readonly string[];
  used: boolean;
  onSet: (queue: Queue | null) => void;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [name, setName] = useState(queue?.name ?? '');
  const [description, setDescription] = useState(queue?.description ?? '');
  const [skillText, setSkillText] = useState(queue?.skills.join(', ') ?? '');
  const isMain = queue?.queueId === 'main';
  const skills = skillsOf(skillText);
  const ready = name.trim() !== '' && skills !== null && skills.length <= 10;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    const queueId = queue?.queueId ?? idFor(name, taken);
    onSet({ queueId, name: name.trim(), description: description.trim(), skills: isMain ? [] : skills });
  };
  return (
    <Dialog
      title={queue === null ? t('queues.addQueue') : t('queues.changeWhich', { name: queue.name })}
      onClose={onClose}
    >
      <form className="stack" onSubmit={send}>
        <TextField label={t('queues.name')} value={name} onChange={setName} required autoFocus />
        <TextArea
          label={t('queues.description')}
          value={description}
          onChange={setDescription}
          rows={2}
          maxLength={300}
        />
        {isMain ? (
          <p className="muted">{t('queues.mainText')}</p>
        ) : (
          <TextField
            label={t('queues.skills')}
            value={skillText}
            onChange={setSkillText}
            hint={t('queues.skillsHint')}
            error={skills === null ? t('queues.skillsWrong') : null}
          />
        )}
        {used && <p className="muted">{t('queues.used')}</p>}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready}>
            {t('queues.take')}
          </Button>
          {queue !== null && !isMain && (
            <Button look="danger" isDisabled={used} onPress={() => onSet(null)}>
              {t('queues.remove')}
            </Button>
          )}
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
