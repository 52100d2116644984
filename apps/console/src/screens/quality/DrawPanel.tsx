import { useMutation, useQuery } from '@tanstack/react-query';
import { type Calibration, PutQualityPlan, type QualityPlan } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { drawCheckQuery, qualityPlanQuery } from '../../api/quality-queries.ts';
import { policiesQuery } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { RuleRows } from './RuleRows.tsx';

/** How much is drawn, and whether every draw was what the key says. */
export function DrawPanel({ counts }: { counts: Calibration['counts'] }) {
  const { t, number } = useI18n();
  const plan = useQuery(qualityPlanQuery);
  return (
    <section className="quality-draw" aria-labelledby="draw-title">
      <h2 id="draw-title">{t('quality.draw')}</h2>
      <p className="muted">{t('quality.drawLead')}</p>
      <dl className="quality-counts">
        {(['decisions', 'drawn', 'answered', 'open', 'withdrawn'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`quality.count.${name}`)}</dt>
            <dd>{number(counts[name])}</dd>
          </div>
        ))}
      </dl>
      <CheckDraws />
      {plan.error !== null && <ProblemNote error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.isPending && plan.error === null && <Waiting lines={3} />}
      {plan.data !== undefined && <PlanForm key={plan.data.version} plan={plan.data} />}
    </section>
  );
}

function CheckDraws() {
  const { t } = useI18n();
  const check = useQuery({ ...drawCheckQuery, enabled: false });
  useActions([
    {
      id: 'quality.check',
      title: t('quality.check'),
      group: 'quality',
      keys: ['c'],
      when: () => !check.isFetching,
      run: () => void check.refetch(),
    },
  ]);
  return (
    <>
      <ActionButton action="quality.check" />
      {check.error !== null && <ProblemNote error={check.error} />}
      {check.data !== undefined && (
        <Note tone={check.data.wrong === 0 ? 'good' : 'warning'}>
          <p>{t('quality.checked', { checked: check.data.checked, wrong: check.data.wrong })}</p>
        </Note>
      )}
    </>
  );
}

function PlanForm({ plan }: { plan: QualityPlan }) {
  const { t, dateTime } = useI18n();
  const policies = useQuery(policiesQuery).data ?? [];
  const [share, setShare] = useState(String(plan.share));
  const [goldenEvery, setGoldenEvery] = useState(String(plan.goldenEvery));
  const [rules, setRules] = useState(plan.rules);
  const [asking, setAsking] = useState(false);
  const draft = { share: Number(share.replace(',', '.')), rules, goldenEvery: Number(goldenEvery) };
  const valid = share.trim() !== '' && PutQualityPlan.safeParse({ ...draft, reason: 'because' }).success;
  const same =
    JSON.stringify(draft) === JSON.stringify({ share: plan.share, rules: plan.rules, goldenEvery: plan.goldenEvery });
  const save = useMutation({
    mutationFn: (reason: string) => call('putQualityPlan', { body: { ...draft, reason } }),
    onSuccess: (saved) => queryClient.setQueryData(qualityPlanQuery.queryKey, saved),
  });
  useActions([
    {
      id: 'quality.plan.save',
      title: t('quality.plan.save'),
      group: 'quality',
      keys: ['Mod+s'],
      whileTyping: true,
      when: () => (same ? { reason: t('quality.plan.same') } : valid ? true : { reason: t('quality.plan.wrong') }),
      run: () => setAsking(true),
    },
  ]);
  return (
    <section className="panel stack" aria-labelledby="plan-title">
      <h3 id="plan-title">{t('quality.plan')}</h3>
      {plan.setAt !== null && (
        <p className="muted">
          <bdi>{plan.setBy}</bdi> · <time dateTime={plan.setAt}>{dateTime(plan.setAt)}</time> · <bdi>{plan.reason}</bdi>
        </p>
      )}
      <div className="plan-fields">
        <TextField
          label={t('quality.share')}
          value={share}
          onChange={setShare}
          inputMode="numeric"
          hint={t('quality.shareHint')}
          required
        />
        <TextField
          label={t('quality.goldenEvery')}
          value={goldenEvery}
          onChange={setGoldenEvery}
          inputMode="numeric"
          hint={t('quality.goldenEveryHint')}
          required
        />
      </div>
      <RuleRows rules={rules} policies={policies} onChange={setRules} />
      {asking ? (
        <ReasonForm
          label={t('quality.note')}
          hint={t('quality.plan.reason')}
          submit={t('quality.plan.save')}
          pending={save.isPending}
          error={save.error}
          complete={valid && !same}
          onSubmit={(reason) => save.mutate(reason)}
          onCancel={() => setAsking(false)}
        />
      ) : (
        <div className="button-row">
          <ActionButton action="quality.plan.save" look="primary" />
        </div>
      )}
    </section>
  );
}
