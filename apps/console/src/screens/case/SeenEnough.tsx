import { Link } from '@tanstack/react-router';
import type { ShownPart } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { AttachedPicture } from './AttachedPicture.tsx';
import type { OpenEvidence } from './use-evidence.ts';

type Attachment = Extract<ShownPart, { type: 'attachment' }>;

/** A picture that need not be seen stays closed until somebody says why; any other can be held open. */
export function SeenEnough({
  part,
  attachmentId,
  evidence,
}: {
  part: Attachment;
  attachmentId: string;
  evidence: OpenEvidence;
}) {
  const { t, date } = useI18n();
  const [state, setState] = useState<'closed' | 'asking' | 'sending' | 'open'>('closed');
  const [error, setError] = useState<unknown>(null);
  const known = part.known ?? null;
  const sameAs = part.sameAs ?? null;
  if ((known === null && sameAs === null) || state === 'open') {
    const copies = copiesOf(evidence, attachmentId);
    return (
      <>
        <AttachedPicture part={part} attachmentId={attachmentId} evidence={evidence} />
        {copies > 0 && <p className="muted picture-copies">{t('care.standsFor', { count: copies })}</p>}
      </>
    );
  }
  const open = async (reason: string): Promise<void> => {
    setState('sending');
    try {
      await call('openKnownPicture', { params: { viewId: evidence.view.viewId, attachmentId }, body: { reason } });
      setState('open');
    } catch (failure) {
      setError(failure);
      setState('asking');
    }
  };
  return (
    <div className="part-missing seen-enough">
      <Icon name="covered" />
      <div>
        {known === null ? (
          <p>{t('care.sameAs')}</p>
        ) : (
          <p>
            {t('care.known', { date: date(known.at) })}{' '}
            <Link to="/cases/$caseId" params={{ caseId: known.caseId }}>
              <bdi>{known.number}</bdi>
            </Link>
          </p>
        )}
        {state === 'closed' ? (
          <Button onPress={() => setState('asking')}>{t('care.openAnyway')}</Button>
        ) : (
          <ReasonForm
            label={t('care.openReason')}
            hint={t('care.openHint')}
            submit={t('care.open')}
            pending={state === 'sending'}
            error={error}
            onSubmit={(reason) => void open(reason)}
            onCancel={() => setState('closed')}
          />
        )}
      </div>
    </div>
  );
}

/** How many pictures of the conversation this one stands for. */
function copiesOf(evidence: OpenEvidence, attachmentId: string): number {
  return evidence.view.conversation.reduce(
    (sum, entry) =>
      entry.type === 'message'
        ? sum + entry.parts.filter((part) => part.type === 'attachment' && part.sameAs === attachmentId).length
        : sum,
    0,
  );
}
