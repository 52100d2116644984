import type { DraftEntry, PreviewView } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';
import { PreviewPart } from './PreviewPart.tsx';

export interface PreviewMessageProps {
  entry: DraftEntry;
  /** The message as it stands in the bytes; null while the bytes are being made. */
  shown: Extract<PreviewView['entries'][number], { type: 'message' }> | null;
}

/** One disclosed message: who, when, and each part of it. */
export function PreviewMessage({ entry, shown }: PreviewMessageProps): ReactNode {
  const { text, now, wellhouse } = useUi();
  const { draft, name } = useReportFlow();
  if (shown === null) return <div className="wh-message wh-message-preparing" aria-busy="true" />;
  const values = { name: name(shown.sender), time: text.time(shown.acceptedAt, now()) };
  const isReported = shown.role === 'reported';
  return (
    <article
      className="wh-message"
      data-reported={isReported || undefined}
      data-own={shown.sender === wellhouse.accountId || undefined}
    >
      <header className="wh-message-head">
        <bdi className="wh-sender">{values.name}</bdi>
        <time className="wh-time" dateTime={new Date(shown.acceptedAt).toISOString()}>
          {values.time}
        </time>
        {isReported ? (
          <span className="wh-badge">{text.t('preview.reported')}</span>
        ) : (
          <Button
            className="wh-small wh-message-act"
            aria-label={text.t('preview.takeOut.label', values)}
            onPress={() => draft.setIncluded(entry.index, false)}
          >
            {text.t('preview.takeOut')}
          </Button>
        )}
      </header>
      {shown.header.kind === 'edit' ? <p className="wh-kind">{text.t('preview.edited')}</p> : null}
      {shown.header.kind === 'delete' ? <p className="wh-kind">{text.t('preview.deleted')}</p> : null}
      {shown.parts.map((part) => (
        <PreviewPart key={part.index} entry={entry} part={part} />
      ))}
    </article>
  );
}
