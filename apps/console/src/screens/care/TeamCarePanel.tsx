import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type CareSettings,
  type CareTeam,
  careCaps,
  careKinds,
  CareSettings as SettingsSchema,
} from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { careTeamQuery, taxonomyQuery } from '../../api/care-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea, TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { numberOrNull } from './number-or-null.ts';

/** The team's budgets and breaks, whom to talk to, and how near the team is to its budgets. Of nobody by name who does not share it. */
export function TeamCarePanel() {
  const { t } = useI18n();
  const query = useQuery(careTeamQuery);
  const [editing, setEditing] = useState(false);
  const team = query.data;
  return (
    <section className="panel care-panel" aria-labelledby="care-team">
      <h2 id="care-team">{t('care.team')}</h2>
      <p className="muted">{t('care.teamText')}</p>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {team !== undefined && <TeamState team={team} />}
      {team !== undefined && !editing && <Button onPress={() => setEditing(true)}>{t('care.change')}</Button>}
      {team !== undefined && editing && <TeamForm team={team} onClose={() => setEditing(false)} />}
    </section>
  );
}

function TeamState({ team }: { team: CareTeam }) {
  const { t, number, locale } = useI18n();
  const taxonomy = useQuery(taxonomyQuery).data;
  return (
    <>
      {team.untaken.length > 0 && (
        <Note tone="warning">
          <p>
            {t('care.untaken', {
              kinds: team.untaken.map((id) => taxonomy?.leafLabel(id, locale) ?? id).join(', '),
            })}
          </p>
        </Note>
      )}
      <div className="table-frame">
        <table className="table care-table">
          <thead>
            <tr>
              <th scope="col">{t('care.class')}</th>
              <th scope="col">{t('care.dayMinutes')}</th>
              <th scope="col">{t('care.weekMinutes')}</th>
              <th scope="col">{t('care.near')}</th>
              <th scope="col">{t('care.reached')}</th>
            </tr>
          </thead>
          <tbody>
            {careKinds.map((kind) => {
              const count = team.budgets[kind];
              const few = <span className="muted">{t('care.tooFew')}</span>;
              return (
                <tr key={kind}>
                  <th scope="row">{t(`care.kind.${kind}`)}</th>
                  <td data-label={t('care.dayMinutes')}>{number(team.settings.budgets[kind].dayMinutes)}</td>
                  <td data-label={t('care.weekMinutes')}>{number(team.settings.budgets[kind].weekMinutes)}</td>
                  <td data-label={t('care.near')}>{count === null ? few : number(count.near)}</td>
                  <td data-label={t('care.reached')}>{count === null ? few : number(count.reached)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {team.shared.length > 0 && (
        <div className="table-frame">
          <table className="table care-table">
            <caption>{t('care.sharedTitle')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('team.name')}</th>
                {careKinds.map((kind) => (
                  <th key={kind} scope="col">
                    {t(`care.kind.${kind}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {team.shared.map(({ staffId, name, week }) => (
                <tr key={staffId}>
                  <th scope="row">
                    <bdi>{name}</bdi>
                  </th>
                  {careKinds.map((kind) => (
                    <td key={kind} data-label={t(`care.kind.${kind}`)}>
                      {number(Math.round(week[kind]))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function TeamForm({ team, onClose }: { team: CareTeam; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const { settings } = team;
  const [helpText, setHelpText] = useState(settings.helpText);
  const [texts, setTexts] = useState<Record<string, string>>(() => ({
    ...Object.fromEntries(
      careKinds.flatMap((kind) => [
        [`${kind}.day`, String(settings.budgets[kind].dayMinutes)],
        [`${kind}.week`, String(settings.budgets[kind].weekMinutes)],
      ]),
    ),
    after: String(settings.breakAfterMinutes),
    break: String(settings.breakMinutes),
  }));
  const of = (key: string): number => numberOrNull(texts[key] ?? '') ?? Number.NaN;
  const budget = (kind: string) => ({ dayMinutes: of(`${kind}.day`), weekMinutes: of(`${kind}.week`) });
  const draft: CareSettings = {
    budgets: { child: budget('child'), graphic: budget('graphic'), text: budget('text'), other: budget('other') },
    breakAfterMinutes: of('after'),
    breakMinutes: of('break'),
    helpText,
  };
  const save = useMutation({
    mutationFn: (why: string) => call('putCareTeam', { body: { settings: draft, baseVersion: team.version, why } }),
    onSuccess: (next) => {
      client.setQueryData(careTeamQuery.queryKey, next);
      void client.invalidateQueries({ queryKey: ['care'] });
      announce({ key: 'care.saved' });
      onClose();
    },
  });
  const field = (key: string, label: string, most?: number) => (
    <TextField
      label={label}
      value={texts[key] ?? ''}
      onChange={(value) => setTexts({ ...texts, [key]: value })}
      inputMode="numeric"
      {...(most === undefined ? {} : { hint: t('care.most', { minutes: most }) })}
    />
  );
  const valid = SettingsSchema.safeParse(draft).success;
  return (
    <div className="stack care-team-form">
      {careKinds.map((kind) => (
        <fieldset key={kind} className="care-kind">
          <legend>{t(`care.kind.${kind}`)}</legend>
          <div className="care-fields">
            {field(`${kind}.day`, t('care.dayMinutes'), careCaps[kind].dayMinutes)}
            {field(`${kind}.week`, t('care.weekMinutes'), careCaps[kind].weekMinutes)}
          </div>
        </fieldset>
      ))}
      <div className="care-fields">
        {field('after', t('care.breakAfter'))}
        {field('break', t('care.breakMinutes'))}
      </div>
      <TextArea label={t('care.helpText')} value={helpText} onChange={setHelpText} maxLength={2_000} />
      {!valid && <p className="field-error">{t('care.outOfBounds')}</p>}
      <ReasonForm
        label={t('care.why')}
        hint={t('care.whyHint')}
        submit={t('care.save')}
        pending={save.isPending}
        error={save.error}
        complete={valid}
        onSubmit={(why) => save.mutate(why)}
        onCancel={onClose}
      />
    </div>
  );
}
