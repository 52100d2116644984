import { type DraftEntry, type PreviewView, roomFor } from '@wellhouse/client';
import { Fragment, type ReactNode, useContext, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';
import { FilesWithoutRoom } from './files-without-room.ts';
import { PreviewRow, type ShownMessage } from './PreviewRow.tsx';

/** Rows that "show more" adds at a time: a sender can make any number of them. */
const rowsAtOnce = 50;

/** The conversation as it is disclosed, read from the bytes; what is not disclosed stands as a gap that can be filled. */
export function PreviewMessages({ view }: { view: PreviewView | null }): ReactNode {
  const { t } = useUi().text;
  const { draft, name } = useReportFlow();
  const state = useDraftState(draft);
  const { entries, messageMaximum } = state;
  // the stretch of conversation that the report began with; what is taken out of it stays visible
  const [visible, setVisible] = useState(() => stretch(entries));
  const isShown = (entry: DraftEntry): boolean => entry.included || visible.has(entry.index);
  const rows = entries.filter(isShown);
  const hidden = entries.filter((entry) => !isShown(entry)).map(({ index }) => index);
  const versions = entries.filter((entry) => entry.role === 'reported');
  const [version] = versions;
  const versionsIn = versions.filter((entry) => entry.included).length;
  const versionsOut = versions.filter((entry) => !entry.included && !entry.gone).length;
  const filesOut = useContext(FilesWithoutRoom).length;
  const room = { reported: roomFor(state, 'reported'), context: roomFor(state, 'context') };
  if (entries.length === 0) return null;
  return (
    <section className="wh-conversation">
      <h3 className="wh-section">
        {t('preview.messages', { count: entries.filter((entry) => entry.included).length })}
      </h3>
      {version && versionsOut > 0 ? (
        <p className="wh-hint" role="status">
          {t('preview.versions', {
            name: name(version.stamp.context.sender),
            ...{ count: versionsOut, maximum: messageMaximum },
          })}
        </p>
      ) : null}
      {filesOut > 0 ? (
        <p className="wh-hint" role="status">
          {t('preview.files', { count: filesOut })}
        </p>
      ) : null}
      {hidden.length > 0 ? (
        <Button className="wh-link" onPress={() => setVisible(new Set([...visible, ...hidden.slice(-rowsAtOnce)]))}>
          {t('preview.more', { count: hidden.length })}
        </Button>
      ) : null}
      <ol className="wh-messages">
        {rows.map((entry, position) => (
          <Fragment key={entry.index}>
            <HiddenGap before={rows[position - 1]} entry={entry} />
            <PreviewRow
              entry={entry}
              shown={entry.included ? find(view, entry) : null}
              isFull={room[entry.role] <= 0}
              isLastVersion={entry.role === 'reported' && entry.included && versionsIn <= 1}
            />
          </Fragment>
        ))}
      </ol>
      {room.context <= 0 ? <p className="wh-hint">{t('preview.full')}</p> : null}
    </section>
  );
}

/** Messages between two rows that are not sent and not shown here, by the hub's numbering. */
function HiddenGap({ before, entry }: { before: DraftEntry | undefined; entry: DraftEntry }): ReactNode {
  const { t } = useUi().text;
  const missing = before ? entry.stamp.context.sequence - before.stamp.context.sequence - 1n : 0n;
  return missing > 0n ? <li className="wh-gap">{t('preview.gap', { count: Number(missing) })}</li> : null;
}

/** Versions that are not in the report are left to "show more". */
function stretch(entries: readonly DraftEntry[]): ReadonlySet<number> {
  const included = entries.filter((entry) => entry.included).map((entry) => entry.index);
  const [first, last] = [Math.min(...included), Math.max(...included)];
  const isWithin = ({ index }: DraftEntry): boolean => index >= first && index <= last;
  const shown = entries.filter((entry) => isWithin(entry) && (entry.included || entry.role === 'context'));
  return new Set(shown.map(({ index }) => index));
}

function find(view: PreviewView | null, { stamp }: DraftEntry): ShownMessage | null {
  const { sequence, acceptedAt, sender } = stamp.context;
  const found = view?.entries.find(
    (entry) =>
      entry.type === 'message' &&
      entry.sequence === sequence &&
      entry.acceptedAt === acceptedAt &&
      entry.sender === sender,
  );
  return found?.type === 'message' ? found : null;
}
