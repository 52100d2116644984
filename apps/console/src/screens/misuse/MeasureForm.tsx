import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Measure, type MisuseAccount, pauseDays } from '@wellhouse/protocol';
import { useState } from 'react';
import { misuseQuery } from '../../api/appeal-queries.ts';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { languageIn } from '../../words/language-name.ts';
import type { Step } from './measure-rules.ts';

type Days = (typeof pauseDays)[number];

export function MeasureForm({ account, step, onDone }: { account: MisuseAccount; step: Step; onDone: () => void }) {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const [days, setDays] = useState<Days>(pauseDays[0]);
  const { hubId, accountId, of } = account;
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('takeMeasure', {
        body: { hubId, accountId, of, kind: step, days: step === 'pause' ? days : null, reason },
      }),
    onSuccess: () => {
      announce({
        key: 'said.measureTaken',
        values: { account: accountId, measure: t(`misuse.measure.${step}`) },
      });
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: misuseQuery.queryKey }),
  });
  return (
    <ReasonForm
      label={t('misuse.reason')}
      hint={t('misuse.reasonHint', { language: languageIn(account.locale, locale) })}
      submit={t(`misuse.${step}`)}
      danger={step === 'pause'}
      pending={send.isPending}
      error={send.error}
      onSubmit={(reason) => send.mutate(reason)}
      onCancel={onDone}
    >
      {step === 'pause' && (
        <>
          <Segments
            label={t('misuse.days')}
            value={String(days)}
            onChange={(id) => setDays(pauseDays.find((one) => String(one) === id) ?? pauseDays[0])}
            choices={pauseDays.map((one) => ({ id: String(one), title: t('decide.daysChoice', { count: one }) }))}
          />
          {of === 'report' && <p className="muted">{t('misuse.exempt')}</p>}
        </>
      )}
    </ReasonForm>
  );
}

export function EndForm({ measure, onDone }: { measure: Measure; onDone: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (reason: string) => call('endMeasure', { params: { measureId: measure.measureId }, body: { reason } }),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: misuseQuery.queryKey }),
  });
  return (
    <ReasonForm
      label={t('misuse.endReason')}
      hint={t('misuse.endHint')}
      submit={t('misuse.end')}
      pending={send.isPending}
      error={send.error}
      onSubmit={(reason) => send.mutate(reason)}
      onCancel={onDone}
    />
  );
}
