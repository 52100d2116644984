import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { localTime, TimeField } from '../../ui/TimeField.tsx';

/** Records an authority's order to remove terrorist content: its hour runs from the moment it was received. */
export function OrderDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [authority, setAuthority] = useState('');
  const [reference, setReference] = useState('');
  const [received, setReceived] = useState(() => localTime(Date.now()));
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const at = Date.parse(received);
  const ready = authority.trim().length >= 2 && reference.trim() !== '' && !Number.isNaN(at);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || pending) return;
    setPending(true);
    try {
      const receivedAt = new Date(at).toISOString();
      await call('recordOrder', { params: { caseId }, body: { law: 'eu-tco-3', authority, reference, receivedAt } });
      void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
      void client.invalidateQueries({ queryKey: ['cases'] });
      onClose();
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };

  return (
    <Dialog title={t('order.title')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void send(event)}>
        <p className="muted">{t('order.text')}</p>
        <TextField label={t('order.authority')} value={authority} onChange={setAuthority} required autoFocus />
        <TextField label={t('order.reference')} value={reference} onChange={setReference} required />
        <TimeField label={t('order.received')} value={received} onChange={setReceived} />
        {error !== null && <ProblemNote error={error} />}
        <div className="button-row">
          <Button look="primary" type="submit" isDisabled={!ready} isPending={pending}>
            {t('order.record')}
          </Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
