import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CarePage, careKindOf, careKinds, type OwnCare, OwnCare as OwnSchema } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { Switch } from 'react-aria-components';
import { call } from '../../api/call.ts';
import { careQuery, taxonomyQuery } from '../../api/care-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { numberOrNull } from './number-or-null.ts';

/** My own, lower budgets, my breaks, and the kinds that I do not take. Nobody is asked why, and nobody else sees it. */
export function OwnCarePanel({ page }: { page: CarePage }) {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const [own, setOwn] = useState<OwnCare>(page.own);
  const [texts, setTexts] = useState(() => textsOf(page.own));
  const taxonomy = useQuery(taxonomyQuery).data;
  const save = useMutation({
    mutationFn: (next: OwnCare) => call('putCare', { body: next }),
    onSuccess: (next) => {
      client.setQueryData(careQuery.queryKey, next);
      announce({ key: 'care.saved' });
    },
  });
  const draft = { ...own, ...numbersOf(texts) };
  const valid = OwnSchema.safeParse(draft).success;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (valid && !save.isPending) save.mutate(draft);
  };
  const field = (key: string, label: string, team: number) => (
    <TextField
      label={label}
      value={texts[key] ?? ''}
      onChange={(value) => setTexts({ ...texts, [key]: value })}
      inputMode="numeric"
      hint={t('care.teamHas', { minutes: team })}
    />
  );
  const labelOf = (category: string): string => taxonomy?.leafLabel(category, locale) ?? category;
  return (
    <section className="panel care-panel" aria-labelledby="care-own">
      <h2 id="care-own">{t('care.own')}</h2>
      <p className="muted">{t('care.ownText')}</p>
      <form className="stack" onSubmit={send}>
        {page.nobodyElse.length > 0 && (
          <Note tone="warning">
            <p>{t('care.nobodyElse', { kinds: page.nobodyElse.map(labelOf).join(', ') })}</p>
          </Note>
        )}
        {careKinds.map((kind) => (
          <fieldset key={kind} className="care-kind">
            <legend>{t(`care.kind.${kind}`)}</legend>
            <div className="care-fields">
              {field(`${kind}.day`, t('care.dayMinutes'), page.team.budgets[kind].dayMinutes)}
              {field(`${kind}.week`, t('care.weekMinutes'), page.team.budgets[kind].weekMinutes)}
            </div>
            <details>
              <summary>
                {t('care.without', { count: own.withoutCategories.filter((id) => careKindOf(id) === kind).length })}
              </summary>
              <Checks
                label={t('care.withoutLabel')}
                value={own.withoutCategories}
                onChange={(chosen) => setOwn({ ...own, withoutCategories: chosen })}
                choices={(taxonomy?.taxonomy.leaves ?? [])
                  .filter(({ id }) => careKindOf(id) === kind)
                  .map(({ id }) => ({ id, title: labelOf(id) }))}
              />
            </details>
          </fieldset>
        ))}
        <div className="care-fields">
          {field('after', t('care.breakAfter'), page.team.breakAfterMinutes)}
          {field('break', t('care.breakMinutes'), page.team.breakMinutes)}
        </div>
        <p className="care-zone">
          {t('care.zone', { zone: own.timeZone })}{' '}
          {here !== own.timeZone && (
            <Button look="plain" onPress={() => setOwn({ ...own, timeZone: here })}>
              {t('care.useZone', { zone: here })}
            </Button>
          )}
        </p>
        <Switch className="switch" isSelected={own.shares} onChange={(shares) => setOwn({ ...own, shares })}>
          <span className="switch-track" />
          {t('care.shares')}
        </Switch>
        {save.error !== null && <ProblemNote error={save.error} />}
        {!valid && <p className="field-error">{t('care.outOfBounds')}</p>}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!valid} isPending={save.isPending}>
            {t('care.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function textsOf(own: OwnCare): Record<string, string> {
  const text = (value: number | null): string => (value === null ? '' : String(value));
  return {
    ...Object.fromEntries(
      careKinds.flatMap((kind) => [
        [`${kind}.day`, text(own.budgets[kind].dayMinutes)],
        [`${kind}.week`, text(own.budgets[kind].weekMinutes)],
      ]),
    ),
    after: text(own.breakAfterMinutes),
    break: text(own.breakMinutes),
  };
}

function numbersOf(texts: Record<string, string>): Pick<OwnCare, 'budgets' | 'breakAfterMinutes' | 'breakMinutes'> {
  const of = (key: string): number | null => numberOrNull(texts[key] ?? '');
  const budget = (kind: string) => ({ dayMinutes: of(`${kind}.day`), weekMinutes: of(`${kind}.week`) });
  return {
    budgets: { child: budget('child'), graphic: budget('graphic'), text: budget('text'), other: budget('other') },
    breakAfterMinutes: of('after'),
    breakMinutes: of('break'),
  };
}
