import { type PagingPlan, PagingPlan as PagingPlanSchema } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { priorities, wordsOf } from './plan-draft.ts';

/** When people are called. */
export function PagingDialog({
  paging,
  onSet,
  onClose,
}: {
  paging: PagingPlan;
  onSet: (paging: PagingPlan) => void;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [percents, setPercents] = useState(paging.percents.join(', '));
  const [again, setAgain] = useState(String(paging.againMinutes));
  const [lowest, setLowest] = useState(paging.lowest);
  const made = PagingPlanSchema.safeParse({
    percents: (wordsOf(percents) ?? []).map((word) => Number(word.replace(/%$/, ''))).sort((a, b) => a - b),
    againMinutes: Number(again),
    lowest,
  });
  const wrong = (field: string): string | null =>
    made.error?.issues.some(({ path }) => path[0] === field) ? t('queues.wrong') : null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (made.success) onSet(made.data);
  };
  return (
    <Dialog title={t('queues.paging.change')} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <TextField
          label={t('queues.paging.again')}
          value={again}
          onChange={setAgain}
          inputMode="numeric"
          error={wrong('againMinutes')}
          required
          autoFocus
        />
        <TextField
          label={t('queues.paging.atPercents')}
          value={percents}
          onChange={setPercents}
          hint={t('queues.paging.percentsHint')}
          error={wrong('percents')}
          required
        />
        <Segments
          label={t('queues.paging.lowest')}
          value={lowest}
          onChange={setLowest}
          choices={priorities.map((id) => ({ id, title: id }))}
        />
        <p className="muted">{t('queues.paging.laws')}</p>
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!made.success}>
            {t('queues.take')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
