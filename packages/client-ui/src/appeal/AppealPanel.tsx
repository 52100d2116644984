import type { AppealTarget, LocalAppeal } from '@wellhouse/client';
import { AppealRefusal } from '@wellhouse/protocol';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import type { MessageId } from '../i18n/message-id.ts';
import { AppealForm } from './AppealForm.tsx';
import { useAppeal } from './use-appeal.ts';

export interface AppealPanelProps {
  /** What was decided on a report of this device, a decision that this account was told of, or a warning or pause. */
  target: AppealTarget;
  /** As the notice says it: the way for who cannot appeal here, and until when. Null while nothing is decided. */
  notice: { how: string; until: string } | null;
}

/** Appeal, where it stands, and what came of it. */
export function AppealPanel(props: AppealPanelProps): ReactNode {
  return useWellhouseUi() === null ? null : <LoadedPanel {...props} />;
}

function wordsOf(code: string): MessageId {
  const parsed = AppealRefusal.safeParse(code);
  return parsed.success ? `appeal.refused.${parsed.data}` : 'appeal.refused.other';
}

function LoadedPanel({ target, notice }: AppealPanelProps): ReactNode {
  const { text, theme, now } = useUi();
  const { t } = text;
  const appeal = useAppeal(target);
  const [isOpen, setIsOpen] = useState(false);
  if (appeal === undefined) return null;
  const until = appeal?.until ?? (notice === null ? null : Date.parse(notice.until));
  // What the server says counts; without its word, and before it comes, what the notice said.
  const isOpenStill = appeal === null ? until !== null && now() <= until : appeal.refusal === null;
  const canAppeal = isOpenStill && until !== null && appeal?.state !== 'queued';
  const refusal = appeal?.state === 'refused' ? (appeal.problem?.code ?? 'other') : null;
  const closed = appeal?.state === 'none' ? appeal.refusal : null;
  const why = refusal ?? (closed === 'decision-closed' ? null : closed);
  if (!canAppeal && why === null && (appeal === null || appeal.state === 'none')) return null;
  return (
    <div className="wh-appeal" data-theme={theme} dir={text.direction} lang={text.locale}>
      {appeal !== null && appeal.state !== 'none' && appeal.state !== 'refused' ? <Standing appeal={appeal} /> : null}
      {why === null ? null : (
        <p className="wh-hint" role="status">
          {t(wordsOf(why))}
        </p>
      )}
      {canAppeal && !isOpen ? (
        <div className="wh-appeal-act">
          <Button className="wh-small" onPress={() => setIsOpen(true)}>
            {t('appeal.open')}
          </Button>
          <span className="wh-hint">{t('appeal.until', { date: text.date(until) })}</span>
        </div>
      ) : null}
      {canAppeal && isOpen ? (
        <AppealForm target={target} words={appeal?.statement ?? ''} onDone={() => setIsOpen(false)} />
      ) : null}
      {why === null || notice === null ? null : (
        <details className="wh-exact">
          <summary>{t('appeal.otherWay')}</summary>
          <p dir="auto">{notice.how}</p>
        </details>
      )}
    </div>
  );
}

function Standing({ appeal }: { appeal: LocalAppeal }): ReactNode {
  const { text } = useUi();
  const { t } = text;
  const { state, reference, reason, answerBy } = appeal;
  if (state === 'none' || state === 'refused') return null;
  const waits = state === 'received' || state === 'in-review';
  return (
    <div role="status">
      {reference === null ? null : <p className="wh-appeal-title">{t('appeal.reference', { reference })}</p>}
      <p>{t(`appeal.state.${state}`)}</p>
      {waits && answerBy !== null ? (
        <p className="wh-hint">{t('appeal.answerBy', { date: text.date(answerBy) })}</p>
      ) : null}
      {reason === null ? null : (
        <blockquote className="wh-appeal-reason" dir="auto">
          {reason}
        </blockquote>
      )}
    </div>
  );
}
