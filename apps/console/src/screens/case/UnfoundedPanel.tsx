import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CasePage } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { Segments } from '../../ui/Segments.tsx';

type Gravity = 'minor' | 'grave';
type Intention = 'unclear' | 'deliberate';

/** Of a case that was decided without action: which of its reports were manifestly unfounded (DSA Art. 23(2)). */
export function UnfoundedPanel({ page }: { page: CasePage }) {
  const { t } = useI18n();
  const can = useCan();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reports, setReports] = useState<string[]>([]);
  const [gravity, setGravity] = useState<Gravity>('minor');
  const [intention, setIntention] = useState<Intention>('unclear');
  const { caseId, state } = page.summary;
  const chosen = page.reports.filter(({ reportId }) => reports.includes(reportId)).map(({ reportId }) => reportId);
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('markUnfounded', { params: { caseId }, body: { reportIds: chosen, gravity, intention, reason } }),
    onSuccess: () => {
      announce({ key: 'said.unfounded', values: { count: chosen.length } });
      setOpen(false);
      setReports([]);
      void client.invalidateQueries({ queryKey: ['case', caseId] });
      void client.invalidateQueries({ queryKey: ['misuse'] });
    },
  });
  const standing = page.decisions.find((decision) => decision.state === 'in-force');
  const isAsked = state === 'decided' && standing?.action === 'no-action' && page.reports.length > 0;
  if (!isAsked || !can('decision.make')) return null;
  return (
    <section className="panel" aria-labelledby="unfounded-title">
      <div className="panel-head">
        <h2 id="unfounded-title">{t('unfounded.title')}</h2>
      </div>
      <p className="muted">{t('unfounded.lead')}</p>
      {open ? (
        <ReasonForm
          label={t('unfounded.reason')}
          hint={t('unfounded.reasonHint')}
          submit={t('unfounded.mark')}
          pending={send.isPending}
          error={send.error}
          complete={chosen.length > 0}
          onSubmit={(reason) => send.mutate(reason)}
          onCancel={() => setOpen(false)}
        >
          <Checks
            label={t('unfounded.which')}
            value={reports}
            onChange={setReports}
            choices={page.reports.map(({ reportId, reference, reporter }) => ({
              id: reportId,
              title: `${reference} · ${reporter}`,
            }))}
          />
          <Segments
            label={t('unfounded.gravity')}
            value={gravity}
            onChange={setGravity}
            choices={(['minor', 'grave'] as const).map((id) => ({ id, title: t(`unfounded.gravity.${id}`) }))}
          />
          <Segments
            label={t('unfounded.intention')}
            value={intention}
            onChange={setIntention}
            choices={(['unclear', 'deliberate'] as const).map((id) => ({ id, title: t(`unfounded.intention.${id}`) }))}
          />
        </ReasonForm>
      ) : (
        <Button icon="flag" onPress={() => setOpen(true)}>
          {t('unfounded.open')}
        </Button>
      )}
    </section>
  );
}
