import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { List, ListSettings } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { shortestReason } from '../../ui/ReasonForm.tsx';
import { SettingsFields } from './SettingsFields.tsx';
import { draftOf, readSettings } from './settings-draft.ts';
import { changedFields } from './settings-fields.ts';

/** Proposes other settings for a list. Nothing changes before a second person has agreed. */
export function ChangeSettings({ list, onDone }: { list: List; onDone: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(list.settings));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  const { settings, problems } = readSettings(draft);
  const same = settings !== null && changedFields(list.settings, settings).length === 0;
  const unexplained = reason.trim().length < shortestReason;
  const send = useMutation({
    mutationFn: (changed: ListSettings) =>
      call('proposeListChange', {
        params: { listId: list.listId },
        body: { kind: 'settings', reason: reason.trim(), settings: changed },
      }),
    onSuccess: async () => {
      announce({ key: 'lists.said.proposed', values: { change: t('lists.change.settings') } });
      onDone();
      await client.invalidateQueries({ queryKey: ['lists'] });
    },
  });
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    setTried(true);
    if (settings !== null && !same && !unexplained && !send.isPending) send.mutate(settings);
  };
  return (
    <form
      ref={form}
      className="stack"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
    >
      <p className="muted">{t('lists.change.settings.meaning')}</p>
      <SettingsFields
        draft={draft}
        onChange={(part) => setDraft((old) => ({ ...old, ...part }))}
        problems={tried ? problems : []}
      />
      <TextArea
        label={t('lists.whyPropose')}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={2_000}
        hint={t('lists.reasonHint')}
        error={tried && unexplained ? t('lists.missing.reason') : null}
        required
      />
      {tried && same && <p className="field-error">{t('lists.diff.none')}</p>}
      {send.error !== null && <ProblemNote error={send.error} />}
      <div className="button-row">
        <Button look="primary" type="submit" isPending={send.isPending}>
          {t('lists.propose')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
