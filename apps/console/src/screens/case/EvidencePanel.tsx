import type { CasePage } from '@wellhouse/protocol';
import { useRef } from 'react';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Conversation } from './Conversation.tsx';
import { EvidenceReason } from './EvidenceReason.tsx';
import type { EvidenceState } from './use-evidence.ts';
import { useEvidenceFocus } from './use-evidence-focus.ts';

/** The evidence, closed until somebody opens it. */
export function EvidencePanel({
  page,
  evidence,
  mine,
  asking,
  onAsk,
}: {
  page: CasePage;
  evidence: EvidenceState;
  mine: boolean;
  /** The reason for opening an unclaimed case is being asked. */
  asking: boolean;
  onAsk: (asking: boolean) => void;
}) {
  const { t } = useI18n();
  const can = useCan();
  const panel = useRef<HTMLElement>(null);
  const asked = asking && !mine;
  useEvidenceFocus(panel, evidence.open !== null ? 'open' : asked ? 'asking' : 'closed');
  return (
    <section className="panel evidence" aria-labelledby="evidence-title" ref={panel}>
      <div className="panel-head">
        <h2 id="evidence-title" tabIndex={-1}>
          {t('evidence.title')}
        </h2>
        {evidence.open !== null && <ActionButton action="evidence.toggle" icon="covered" />}
      </div>
      {evidence.error !== null && <ProblemNote error={evidence.error} title={t('evidence.failed')} />}
      {evidence.open !== null ? (
        <>
          <p className="evidence-logged">
            <Icon name="eye" />
            {t('evidence.logged')}
          </p>
          <Conversation evidence={evidence.open} summary={page.summary} />
        </>
      ) : !can('evidence.view') ? (
        <Closed title={t('evidence.closed')} text={t('evidence.denied')} />
      ) : asked ? (
        <EvidenceReason
          held={page.summary.state === 'held'}
          opening={evidence.opening}
          onCancel={() => onAsk(false)}
          onOpen={(purpose, reason) => void evidence.begin(purpose, reason).then(() => onAsk(false))}
        />
      ) : (
        <Closed title={t('evidence.closed')} text={t(mine ? 'evidence.closedMine' : 'evidence.closedOther')}>
          <ActionButton action="evidence.toggle" look="primary" icon="eye" />
        </Closed>
      )}
    </section>
  );
}

function Closed({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className="evidence-closed">
      <Icon name="lock" />
      <p className="empty-title">{title}</p>
      <p className="muted">{text}</p>
      {children}
    </div>
  );
}
