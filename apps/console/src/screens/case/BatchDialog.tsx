import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Action, BatchId, type BatchPreview, type CaseId, type CasePage, type ProblemCode } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { decisionSheetQuery } from '../../api/decision-queries.ts';
import { policiesQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextArea, TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { sendByKey } from '../../ui/send-by-key.ts';
import { offerUndo } from '../../ui/undo-offers.ts';
import { DaysField } from './DaysField.tsx';
import { daysOf, emptyDraft, hasLength, shortestReason } from './decision-draft.ts';

/** Never a ban, and nothing that differs from case to case as messages do. */
const batchActions = Action.exclude(['ban', 'remove-message']);
type BatchAction = (typeof batchActions.options)[number];

/** Similar cases decided together: first how many that would be, then the decision, then a while to undo it. */
export function BatchDialog({
  page,
  caseIds,
  onClose,
}: {
  page: CasePage;
  caseIds: readonly CaseId[];
  onClose: () => void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const { category } = page.summary;
  const all = useQuery(policiesQuery).data ?? page.suggestedPolicies;
  const [batchId] = useState(() => BatchId.parse(crypto.randomUUID()));
  const [policyId, setPolicyId] = useState<string | null>(page.suggestedPolicies[0]?.policyId ?? null);
  const sheet = useQuery(decisionSheetQuery(page.summary.caseId)).data;
  const proposal = sheet?.proposals.find((one) => one.policyId === policyId);
  const proposed = batchActions.safeParse(proposal?.action).data;
  const [chosen, setAction] = useState<BatchAction | null>(null);
  const [typed, setDays] = useState<string | null>(null);
  const action = chosen ?? proposed ?? 'warn';
  const days = typed ?? (action === proposed ? proposal?.days?.toString() : undefined) ?? emptyDraft.days;
  const [reason, setReason] = useState('');
  const [departed, setDeparted] = useState('');
  const length = hasLength(action) ? daysOf({ ...emptyDraft, days }) : null;
  const asked = {
    category,
    action,
    policyId: action === 'no-action' ? null : policyId,
    days: length,
  };
  const complete = !hasLength(action) || length !== null;
  const preview = useQuery({
    queryKey: ['batch-preview', asked, caseIds],
    queryFn: ({ signal }) => call('previewBatchDecision', { body: { ...asked, caseIds: [...caseIds] } }, { signal }),
    enabled: complete,
    staleTime: 0,
  });
  const send = useMutation({
    mutationFn: (seen: BatchPreview) =>
      call('makeBatchDecision', {
        body: {
          ...asked,
          batchId,
          reason: reason.trim(),
          departedWhy: seen.departing > 0 ? departed.trim() : null,
          cases: seen.decidable.map(({ caseId, reportCount }) => ({ caseId, reportCount })),
        },
      }),
    onSuccess: (batch) => {
      const decided = batch.cases.filter((one) => one.state === 'decided').length;
      announce({ key: 'said.batch', values: { count: decided, refused: batch.cases.length - decided } });
      if (decided > 0) {
        const until = Date.now() + Date.parse(batch.undoUntil) - Date.parse(batch.at);
        offerUndo({ kind: 'batch', id: batchId, number: '', count: decided, until });
      }
      onClose();
    },
    onSettled: () => {
      for (const key of ['case', 'cases']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const seen = preview.data;
  const explained = seen === undefined || seen.departing === 0 || departed.trim().length >= 3;
  const ready = complete && seen !== undefined && seen.count > 0 && explained && reason.trim().length >= shortestReason;
  return (
    <Dialog title={t('batch.title')} size="large" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !send.isPending) send.mutate(seen);
        }}
        onKeyDown={sendByKey}
      >
        <p>{t('batch.lead')}</p>
        <Select
          label={t('decide.action')}
          value={action}
          onChange={(id) => setAction(batchActions.parse(id))}
          placeholder={t('decide.action')}
          sections={[{ title: null, choices: batchActions.options.map((id) => ({ id, title: t(`decision.${id}`) })) }]}
        />
        {hasLength(action) && <DaysField value={days} onChange={setDays} invalid={!complete} />}
        {action !== 'no-action' && (
          <Select
            label={t('decide.policy')}
            value={policyId}
            onChange={setPolicyId}
            placeholder={t('decide.choosePolicy')}
            sections={[{ title: null, choices: all.map((one) => ({ id: one.policyId, title: one.title })) }]}
          />
        )}
        <TextArea
          label={t('decide.reason')}
          value={reason}
          onChange={setReason}
          rows={4}
          maxLength={5_000}
          hint={t('decide.reasonHint')}
          required
        />
        <div className="batch-count" role="status">
          {seen === undefined ? (
            <p className="muted">{t('common.loading')}</p>
          ) : (
            <>
              <p>
                <strong>{t('batch.count', { count: seen.count })}</strong>{' '}
                {t('batch.people', { people: seen.people, reporters: seen.reporters })}
              </p>
              {seen.refused.length > 0 && <Refused refused={seen.refused} />}
            </>
          )}
        </div>
        {seen !== undefined && seen.departing > 0 && (
          <TextField
            label={t('batch.departed', { count: seen.departing })}
            value={departed}
            onChange={(words) => setDeparted(words.slice(0, 500))}
            hint={t('decide.departedHint')}
            required
          />
        )}
        {preview.error !== null && <ProblemNote error={preview.error} />}
        {send.error !== null && <ProblemNote error={send.error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={send.isPending}>
            {t('batch.decide', { count: seen?.count ?? 0 })}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
        <p className="hint">{t('batch.undoHint')}</p>
      </form>
    </Dialog>
  );
}

function Refused({ refused }: { refused: BatchPreview['refused'] }) {
  const { t } = useI18n();
  return (
    <details>
      <summary>{t('batch.refused', { count: refused.length })}</summary>
      <ul className="plain-list">
        {refused.map((one) => (
          <li key={one.caseId}>
            <span className="mono">{one.number ?? one.caseId}</span> {t(`problem.${one.code as ProblemCode}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
