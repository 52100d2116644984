import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select, TextArea } from '../../ui/Fields.tsx';
import type { Purpose } from './use-evidence.ts';

const purposes: readonly Purpose[] = ['review', 'second-person', 'appeal', 'quality', 'training', 'other'];

/** Whoever has not claimed the case says why they look. */
export function EvidenceReason({
  held,
  opening,
  onOpen,
  onCancel,
}: {
  held: boolean;
  opening: boolean;
  onOpen: (purpose: Purpose, reason: string) => void;
  onCancel: () => void;
}) {
  const { t } = useI18n();
  const [purpose, setPurpose] = useState<Purpose>(held ? 'second-person' : 'quality');
  const [reason, setReason] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const ready = reason.trim().length >= 3;
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (ready && !opening) onOpen(purpose, reason.trim());
  };
  return (
    <form
      className="stack evidence-reason"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
    >
      <p>{t('evidence.whyAsked')}</p>
      <Select
        label={t('evidence.purpose')}
        value={purpose}
        onChange={(id) => setPurpose(purposes.find((known) => known === id) ?? 'other')}
        sections={[{ title: null, choices: purposes.map((id) => ({ id, title: t(`purpose.${id}`) })) }]}
        placeholder={t('evidence.purpose')}
      />
      <TextArea
        label={t('evidence.reason')}
        value={reason}
        onChange={setReason}
        inputRef={field}
        rows={3}
        maxLength={500}
        hint={t('evidence.reasonHint')}
        required
      />
      <div className="button-row">
        <Button look="primary" icon="eye" type="submit" isDisabled={!ready} isPending={opening}>
          {t('action.evidence.open')}
        </Button>
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
