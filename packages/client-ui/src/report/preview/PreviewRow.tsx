import type { DraftEntry, PreviewView } from '@wellhouse/client';
import { runningText } from '@wellhouse/protocol';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';
import { PreviewPart } from './PreviewPart.tsx';
import { flowOf, PreviewRun } from './PreviewRun.tsx';

export type ShownMessage = Extract<PreviewView['entries'][number], { type: 'message' }>;

export interface PreviewRowProps {
  entry: DraftEntry;
  /** The message as it stands in the bytes; null if it does not, or while the bytes are being made. */
  shown: ShownMessage | null;
  /** No more messages may be put in. */
  isFull: boolean;
  /** The only version of the reported message that is in the report: it stays. */
  isLastVersion: boolean;
}

/**
 * One message of the conversation: as it is disclosed, or as a gap. The button that takes it out or puts it in is the
 * same element either way, so that the focus stays on it.
 */
export function PreviewRow({ entry, shown, isFull, isLastVersion }: PreviewRowProps): ReactNode {
  const { text, now, wellhouse } = useUi();
  const { draft, name } = useReportFlow();
  const { sender, acceptedAt } = entry.stamp.context;
  const values = { name: name(sender), time: text.time(acceptedAt, now()) };
  const { included } = entry;
  return (
    <li
      className={included ? 'wh-message' : 'wh-taken-out'}
      data-reported={entry.role === 'reported' || undefined}
      data-own={sender === wellhouse.accountId || undefined}
      aria-busy={included && shown === null}
    >
      {included ? <Head shown={shown} /> : <NotSent entry={entry} values={values} />}
      {included && shown ? <Body entry={entry} shown={shown} /> : null}
      {isLastVersion || entry.gone ? null : (
        <Button
          className="wh-small wh-row-act"
          isDisabled={!included && isFull}
          aria-label={text.t(included ? 'preview.takeOut.label' : 'preview.putIn.label', values)}
          onPress={() => draft.setIncluded(entry.index, !included)}
        >
          {text.t(included ? 'preview.takeOut' : 'preview.putIn')}
        </Button>
      )}
    </li>
  );
}

/** A message that is not in the bytes. Which wording of the reported one it is, only its words say. */
function NotSent({ entry, values }: { entry: DraftEntry; values: { name: string; time: string } }): ReactNode {
  const { t } = useUi().text;
  if (entry.gone) return <span role="alert">{t('preview.gone', values)}</span>;
  if (entry.role === 'context' || entry.vanished) return <span>{t('preview.notSent', values)}</span>;
  const words = entry.parts
    .map(({ content }) => (content.type === 'text' ? content.text : content.type === 'mention' ? content.name : ''))
    .join(' ');
  return (
    <span className="wh-wording">
      {t('preview.version.notSent', values)} <q dir="auto">{words}</q>
    </span>
  );
}

function Head({ shown }: { shown: ShownMessage | null }): ReactNode {
  const { text, now } = useUi();
  const { name } = useReportFlow();
  if (shown === null) return <div className="wh-message-head" />;
  return (
    <div className="wh-message-head">
      <bdi className="wh-sender">{name(shown.sender)}</bdi>
      <time className="wh-time" dateTime={new Date(shown.acceptedAt).toISOString()}>
        {text.time(shown.acceptedAt, now())}
      </time>
      {shown.role === 'reported' ? <span className="wh-badge">{text.t('preview.reported')}</span> : null}
    </div>
  );
}

function Body({ entry, shown }: { entry: DraftEntry; shown: ShownMessage }): ReactNode {
  const { t } = useUi().text;
  const { kind } = shown.header;
  // its words had left the conversation: they come back only for the reporter, and only when asked for
  const [isCovered, setIsCovered] = useState(entry.vanished);
  const cover = entry.vanished ? (
    <Button className="wh-small" onPress={() => setIsCovered(!isCovered)}>
      {t(isCovered ? 'preview.vanished.show' : 'preview.vanished.cover')}
    </Button>
  ) : null;
  if (isCovered) {
    return (
      <div className="wh-kept">
        <span>{t('preview.vanished')}</span>
        {cover}
      </div>
    );
  }
  return (
    <div className="wh-message-body">
      {kind === 'edit' ? <p className="wh-kind">{t('preview.edited')}</p> : null}
      {kind === 'delete' ? <p className="wh-kind">{t('preview.deleted')}</p> : null}
      {runningText(shown.parts, (part) => flowOf(entry, part)).map((run) => {
        const [part] = run;
        if (run.length > 1) return <PreviewRun key={part?.index} entry={entry} run={run} />;
        return part ? <PreviewPart key={part.index} entry={entry} part={part} /> : null;
      })}
      {cover}
    </div>
  );
}
