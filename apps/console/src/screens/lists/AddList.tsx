import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CreateList, ListSource } from '@wellhouse/protocol';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Select, TextField } from '../../ui/Fields.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SettingsFields } from './SettingsFields.tsx';
import { listIdFrom, newSettings, readSettings, type SettingsDraft, usualCategory } from './settings-draft.ts';
import { sourceName } from './source-name.ts';

/** Adds a list. It starts in shadow: nothing is held before two people have made it active. */
export function AddList() {
  const i18n = useI18n();
  const { t } = i18n;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [kind, setKind] = useState<'known' | 'negative'>('known');
  const [source, setSource] = useState<ListSource>('ncmec');
  const [connection, setConnection] = useState('');
  /** Null: the name follows the title. */
  const [name, setName] = useState<string | null>(null);
  const [draft, setDraft] = useState<SettingsDraft>({ ...newSettings, category: usualCategory('known', 'ncmec') });
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input[type=radio]:checked')?.focus(), []);

  const { settings, problems } = readSettings(draft);
  const listId = name ?? listIdFrom(draft.title);
  const fetched = source !== 'file';
  const connectionMissing = fetched && connection.trim() === '';
  const parsed = CreateList.safeParse({
    listId,
    kind,
    source,
    connectionId: fetched ? connection.trim() : null,
    settings,
  });
  const nameWrong = !CreateList.shape.listId.safeParse(listId).success;
  const send = useMutation({
    mutationFn: (body: z.input<typeof CreateList>) => call('createList', { body }),
    onSuccess: async (list) => {
      announce({ key: 'lists.said.added', values: { title: list.settings.title } });
      await client.invalidateQueries({ queryKey: ['lists'] });
      await navigate({ to: '/lists/$listId', params: { listId: list.listId } });
    },
  });
  const choose = (next: { kind?: typeof kind; source?: ListSource }): void => {
    setKind(next.kind ?? kind);
    setSource(next.source ?? source);
    setDraft((old) => ({ ...old, category: usualCategory(next.kind ?? kind, next.source ?? source) }));
  };
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    setTried(true);
    if (parsed.success && !send.isPending) send.mutate(parsed.data);
  };
  const leave = (): void => void navigate({ to: '/lists', search: {} });
  useActions([
    { id: 'lists.back', title: t('lists.action.back'), group: 'lists', keys: ['u'], when: () => true, run: leave },
  ]);
  return (
    <div className="page page-narrow">
      <Link to="/lists" search={{}} className="case-back">
        <Icon name="back" />
        {t('nav.lists')}
      </Link>
      <PageHead title={t('lists.add.title')} lead={t('lists.add.lead')} />
      <form
        ref={form}
        className="panel stack"
        onSubmit={submit}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
      >
        <Segments
          label={t('lists.add.kind')}
          value={kind}
          onChange={(next) => choose({ kind: next })}
          choices={(['known', 'negative'] as const).map((id) => ({ id, title: t(`lists.kind.${id}`) }))}
        />
        <div className="settings-pair">
          <Select
            label={t('lists.add.source')}
            value={source}
            onChange={(id) => choose({ source: ListSource.options.find((known) => known === id) ?? 'file' })}
            sections={[{ title: null, choices: ListSource.options.map((id) => ({ id, title: sourceName(id, i18n) })) }]}
            placeholder={t('lists.add.source')}
          />
          {fetched ? (
            <TextField
              label={t('lists.add.connection')}
              value={connection}
              onChange={setConnection}
              hint={t('lists.hint.connection')}
              error={tried && connectionMissing ? t('lists.missing.connection') : null}
              required
            />
          ) : (
            <p className="hint settings-pair-note">{t('lists.hint.file')}</p>
          )}
        </div>
        <SettingsFields
          draft={draft}
          onChange={(part) => setDraft((old) => ({ ...old, ...part }))}
          problems={tried ? problems : []}
        />
        <TextField
          label={t('lists.add.listId')}
          value={listId}
          onChange={(text) => setName(text)}
          hint={t('lists.hint.listId')}
          error={tried && nameWrong ? t('lists.missing.listId') : null}
          required
        />
        {send.error !== null && <ProblemNote error={send.error} />}
        {tried && !parsed.success && <p className="field-error">{t('lists.add.incomplete')}</p>}
        <div className="button-row">
          <Button look="primary" type="submit" isPending={send.isPending}>
            {t('lists.add.submit')}
          </Button>
          <Button onPress={leave}>{t('common.cancel')}</Button>
        </div>
      </form>
    </div>
  );
}
