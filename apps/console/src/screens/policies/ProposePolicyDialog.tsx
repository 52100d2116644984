import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PolicyId, type PolicyVersion, type WordLocale } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea, TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { CategoryChoice } from './CategoryChoice.tsx';
import { LadderFields } from './LadderFields.tsx';
import { bodyOf, draftFrom, type PolicyDraft, wordLocales } from './policy-draft.ts';
import { wordsIn } from './words-in.ts';

/** A new wording of a policy, or a new policy, as the first of two people. */
export function ProposePolicyDialog({ from, onClose }: { from: PolicyVersion | null; onClose: () => void }) {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftFrom(from, new Date()));
  const [language, setLanguage] = useState<WordLocale>('en');
  const change = (part: Partial<PolicyDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const body = bodyOf(draft, new Date());
  const policyId = PolicyId.safeParse(draft.policyId.trim());
  const send = useMutation({
    mutationFn: async () => {
      if (body === null || !policyId.success) return;
      await call('proposePolicy', { params: { policyId: policyId.data }, body });
      announce({ key: 'policies.said.proposed' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  });
  const ready =
    body !== null &&
    policyId.success &&
    draft.changeNote.trim().length >= 10 &&
    draft.categories.length > 0 &&
    [draft.titles.en, draft.summaries.en, draft.texts.en].every((text) => text.trim().length >= 2);
  const words = (field: 'titles' | 'summaries' | 'texts') => ({
    label: `${t(`policies.field.${field}`)} · ${t(`policies.language.${language}`)}`,
    value: draft[field][language],
    onChange: (text: string) => change({ [field]: { ...draft[field], [language]: text } }),
    required: language === 'en',
  });
  return (
    <Dialog
      title={from === null ? t('policies.new') : t('policies.proposeTitle', { title: wordsIn(from.titles, locale) })}
      size="large"
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !send.isPending) send.mutate();
        }}
      >
        <p className="muted">{t('policies.takesTwo')}</p>
        <div className="policy-row">
          {from === null && (
            <TextField
              label={t('policies.id')}
              value={draft.policyId}
              onChange={(id) => change({ policyId: id })}
              hint={t('policies.idHint')}
              required
            />
          )}
          <TextField
            label={t('policies.version')}
            value={draft.version}
            onChange={(version) => change({ version })}
            required
          />
          <div className="field">
            <label htmlFor="policy-begins">{t('policies.begins')}</label>
            <input
              id="policy-begins"
              type="datetime-local"
              value={draft.begins}
              onChange={(event) => change({ begins: event.target.value })}
              aria-describedby="policy-begins-hint"
            />
            <span className="hint" id="policy-begins-hint">
              {t('policies.beginsHint')}
            </span>
          </div>
        </div>
        <Segments
          label={t('policies.languages')}
          value={language}
          onChange={setLanguage}
          choices={wordLocales.map((id) => ({ id, title: t(`policies.language.${id}`) }))}
        />
        <TextField {...words('titles')} />
        <TextField {...words('summaries')} />
        <TextArea {...words('texts')} rows={6} hint={t('policies.textHint')} />
        <CategoryChoice value={draft.categories} onChange={(categories) => change({ categories })} />
        <LadderFields draft={draft} onChange={change} />
        <TextArea
          label={t('policies.changeNote')}
          value={draft.changeNote}
          onChange={(changeNote) => change({ changeNote })}
          rows={3}
          hint={t('held.reasonHint')}
          required
        />
        {send.error !== null && <ProblemNote error={send.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={send.isPending}>
            {t('policies.propose')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
