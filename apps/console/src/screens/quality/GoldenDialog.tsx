import { useMutation, useQuery } from '@tanstack/react-query';
import { Action, ProposeGoldenCase } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { policiesQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useCategories } from '../lists/use-categories.ts';
import { messagesOf } from './golden-draft.ts';

/** A new golden case: invented words, and what the answer is. */
export function GoldenDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const { t } = useI18n();
  const categories = useCategories();
  const policies = useQuery(policiesQuery).data ?? [];
  const [category, setCategory] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [statement, setStatement] = useState('');
  const [action, setAction] = useState<string>('no-action');
  const [policyId, setPolicyId] = useState<string | null>(null);
  const [reasoning, setReasoning] = useState('');
  const made = ProposeGoldenCase.safeParse({
    category,
    messages: messagesOf(words),
    statement: statement.trim() === '' ? null : statement,
    action,
    policyId: action === 'no-action' ? null : policyId,
    reasoning,
  });
  const add = useMutation({
    mutationFn: (body: ProposeGoldenCase) => call('proposeGoldenCase', { body }),
    onSuccess: () => {
      onAdded();
      onClose();
    },
  });
  const ready = made.success && (action === 'no-action' || policyId !== null);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (made.success && ready) add.mutate(made.data);
  };
  const choice = (leaf: string) => ({ id: leaf, title: categories.label(leaf) });
  return (
    <Dialog title={t('quality.golden.add')} onClose={onClose} size="large">
      <form className="stack golden-form" onSubmit={send}>
        <p className="muted">{t('quality.goldenRule')}</p>
        <Select
          label={t('quality.kind')}
          value={category}
          onChange={setCategory}
          placeholder={t('quality.chooseKind')}
          sections={[{ title: null, choices: [...categories.others, ...categories.usual].map(choice) }]}
        />
        <TextArea
          label={t('quality.words')}
          value={words}
          onChange={setWords}
          rows={6}
          hint={t('quality.wordsHint')}
          required
        />
        <TextArea label={t('quality.statement')} value={statement} onChange={setStatement} rows={2} />
        <Select
          label={t('decide.action')}
          value={action}
          onChange={setAction}
          placeholder={t('decide.action')}
          sections={[{ title: null, choices: Action.options.map((id) => ({ id, title: t(`decision.${id}`) })) }]}
        />
        {action !== 'no-action' && (
          <Select
            label={t('decide.policy')}
            value={policyId}
            onChange={setPolicyId}
            placeholder={t('decide.choosePolicy')}
            sections={[
              {
                title: null,
                choices: policies.map((one) => ({ id: one.policyId, title: one.title, text: one.summary })),
              },
            ]}
          />
        )}
        <TextArea
          label={t('quality.reasoning')}
          value={reasoning}
          onChange={setReasoning}
          rows={3}
          hint={t('quality.reasoningHint')}
          required
        />
        {add.error !== null && <ProblemNote error={add.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={add.isPending}>
            {t('quality.golden.add')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
