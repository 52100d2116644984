import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Macro,
  MacroId,
  macroPlaceholders,
  noteLimits,
  placeholdersIn,
  type WordLocale,
} from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { policiesQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextArea, TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { CategoryChoice } from '../policies/CategoryChoice.tsx';
import { filled, wordFields, wordLocales } from '../policies/policy-draft.ts';

const anyPolicy = 'any';

/** Writes one text, in the languages that the team has it in. */
export function MacroDialog({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const policies = useQuery(policiesQuery).data ?? [];
  const [macroId] = useState(() => macro?.macroId ?? MacroId.parse(crypto.randomUUID()));
  const [title, setTitle] = useState(macro?.title ?? '');
  const [audience, setAudience] = useState<Macro['audience']>(macro?.audience ?? 'person');
  const [policyId, setPolicyId] = useState<string | null>(macro?.policyId ?? null);
  const [categories, setCategories] = useState<string[]>(macro?.categories ?? []);
  const [texts, setTexts] = useState(() => wordFields(macro?.texts ?? {}));
  const [language, setLanguage] = useState<WordLocale>('en');
  const isNote = audience === 'reporter';
  const wrong = wordLocales.filter((one) => {
    const found = placeholdersIn(texts[one]);
    return found === null || (isNote && found.size > 0);
  });
  const long = isNote && wordLocales.some((one) => texts[one].trim().length > noteLimits.characters);
  const short = wordLocales.some((one) => texts[one].trim() !== '' && texts[one].trim().length < 10);
  const ready = title.trim().length >= 2 && texts.en.trim().length >= 10 && wrong.length === 0 && !short && !long;
  const send = useMutation({
    mutationFn: () =>
      call('writeMacro', {
        params: { macroId },
        body: { audience, title: title.trim(), policyId, categories, texts: filled(texts) },
      }),
    onSuccess: () => {
      announce({ key: 'macros.said.written', values: { title: title.trim() } });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['macros'] }),
  });
  return (
    <Dialog title={t(macro === null ? 'macros.new' : 'macros.edit')} size="large" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !send.isPending) send.mutate();
        }}
      >
        <TextField label={t('macros.name')} value={title} onChange={(text) => setTitle(text.slice(0, 80))} required />
        <Segments
          label={t('macros.audience')}
          value={audience}
          onChange={setAudience}
          choices={(['person', 'reporter'] as const).map((id) => ({ id, title: t(`macros.audience.${id}`) }))}
        />
        <Segments
          label={t('policies.languages')}
          value={language}
          onChange={setLanguage}
          choices={wordLocales.map((id) => ({ id, title: t(`policies.language.${id}`) }))}
        />
        <TextArea
          label={`${t('macros.text')} · ${t(`policies.language.${language}`)}`}
          value={texts[language]}
          onChange={(text) => setTexts((old) => ({ ...old, [language]: text }))}
          rows={6}
          maxLength={isNote ? noteLimits.characters : 5_000}
          hint={
            isNote
              ? t('macros.noBraces')
              : t('macros.placeholders', { list: macroPlaceholders.map((name) => `{${name}}`).join(' ') })
          }
          error={wrong.includes(language) ? t(isNote ? 'macros.noBraces' : 'macros.wrongBraces') : null}
          required={language === 'en'}
        />
        <Select
          label={t('decide.policy')}
          value={policyId ?? anyPolicy}
          onChange={(id) => setPolicyId(id === anyPolicy ? null : id)}
          placeholder={t('decide.choosePolicy')}
          sections={[
            {
              title: null,
              choices: [
                { id: anyPolicy, title: t('macros.anyPolicy') },
                ...policies.map((one) => ({ id: one.policyId, title: one.title })),
              ],
            },
          ]}
        />
        <CategoryChoice value={categories} onChange={setCategories} />
        <p className="hint">{t('macros.kindsHint')}</p>
        {send.error !== null && <ProblemNote error={send.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={send.isPending}>
            {t('macros.save')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
