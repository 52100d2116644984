import { type Queue, type RoutingRule, RoutingRule as RoutingRuleSchema } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextField } from '../../ui/Fields.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { codesOf, priorities } from './plan-draft.ts';

const surfaces = ['message', 'account', 'group', 'album'] as const;

/** One rule of the draft. What is left empty matches everything. */
export function RuleDialog({
  rule,
  isNew,
  queues,
  onSet,
  onClose,
}: {
  rule: RoutingRule;
  isNew: boolean;
  queues: readonly Queue[];
  onSet: (rule: RoutingRule | null) => void;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [name, setName] = useState(rule.name);
  const [kinds, setKinds] = useState(rule.kinds?.join(', ') ?? '');
  const [languages, setLanguages] = useState(rule.languages?.join(', ') ?? '');
  const [regions, setRegions] = useState(rule.regions?.join(', ') ?? '');
  const [chosenSurfaces, setSurfaces] = useState<readonly string[]>(rule.surfaces ?? []);
  const [minPriority, setMinPriority] = useState<string>(rule.minPriority ?? 'any');
  const [exposure, setExposure] = useState<string>(rule.exposure ?? 'any');
  const [queueId, setQueueId] = useState<string>(rule.queueId);
  const made = RoutingRuleSchema.safeParse({
    name,
    kinds: codesOf(kinds, (word) => word.toLowerCase().replace(/\.\*$/, '')),
    languages: codesOf(languages, (word) => word.toLowerCase()),
    regions: codesOf(regions, (word) => word.toUpperCase()),
    surfaces: chosenSurfaces.length === 0 ? null : surfaces.filter((surface) => chosenSurfaces.includes(surface)),
    minPriority: minPriority === 'any' ? null : minPriority,
    exposure: exposure === 'any' ? null : exposure,
    queueId,
  });
  const wrong = (field: string): string | null =>
    made.error?.issues.some(({ path }) => path[0] === field) ? t('queues.wrong') : null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (made.success) onSet(made.data);
  };
  return (
    <Dialog
      title={isNew ? t('queues.addRule') : t('queues.changeWhich', { name: rule.name })}
      onClose={onClose}
      size="large"
    >
      <form className="stack" onSubmit={send}>
        <TextField label={t('queues.ruleName')} value={name} onChange={setName} required autoFocus />
        <div className="rule-fields">
          <TextField
            label={t('queues.kinds')}
            value={kinds}
            onChange={setKinds}
            hint={t('queues.kindsHint')}
            error={wrong('kinds')}
          />
          <TextField
            label={t('queues.languages')}
            value={languages}
            onChange={setLanguages}
            hint={t('queues.languagesHint')}
            error={wrong('languages')}
          />
          <TextField
            label={t('queues.regions')}
            value={regions}
            onChange={setRegions}
            hint={t('queues.regionsHint')}
            error={wrong('regions')}
          />
        </div>
        <Checks
          label={t('queues.surfaces')}
          value={chosenSurfaces}
          onChange={setSurfaces}
          choices={surfaces.map((id) => ({ id, title: t(`queues.surface.${id}`) }))}
        />
        <Segments
          label={t('queues.minPriority')}
          value={minPriority}
          onChange={setMinPriority}
          choices={[{ id: 'any', title: t('queues.any') }, ...priorities.map((id) => ({ id, title: id }))]}
        />
        <Segments
          label={t('queues.exposure')}
          value={exposure}
          onChange={setExposure}
          choices={[
            { id: 'any', title: t('queues.any') },
            ...(['graphic', 'text'] as const).map((id) => ({ id, title: t(`queues.exposure.${id}`) })),
          ]}
        />
        <Select
          label={t('queues.leadsTo')}
          value={queueId}
          onChange={setQueueId}
          placeholder={t('queues.leadsTo')}
          sections={[{ title: null, choices: queues.map((queue) => ({ id: queue.queueId, title: queue.name })) }]}
        />
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!made.success}>
            {t('queues.take')}
          </Button>
          {!isNew && (
            <Button look="danger" onPress={() => onSet(null)}>
              {t('queues.remove')}
            </Button>
          )}
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
