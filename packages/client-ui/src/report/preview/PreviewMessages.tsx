import type { DraftEntry, PreviewView } from '@wellhouse/client';
import { Fragment, type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';
import { PreviewRow, type ShownMessage } from './PreviewRow.tsx';

/** The conversation as it is disclosed, read from the bytes; what is not disclosed stands as a gap that can be filled. */
export function PreviewMessages({ view }: { view: PreviewView | null }): ReactNode {
  const { t } = useUi().text;
  const { draft } = useReportFlow();
  const { entries, contextMaximum } = useDraftState(draft);
  const [showsAll, setShowsAll] = useState(false);
  // the stretch of conversation that the report began with; what is taken out of it stays visible
  const [first, last] = useState(() => stretch(entries))[0];
  const rows = entries.filter((entry) => entry.included || showsAll || (entry.index >= first && entry.index <= last));
  const others = entries.length - rows.length;
  const used = entries.filter((entry) => entry.included && entry.role === 'context').length;
  if (entries.length === 0) return null;
  return (
    <section className="wh-conversation">
      <h3 className="wh-section">
        {t('preview.messages', { count: entries.filter((entry) => entry.included).length })}
      </h3>
      {others > 0 ? (
        <Button className="wh-link" onPress={() => setShowsAll(true)}>
          {t('preview.more', { count: others })}
        </Button>
      ) : null}
      <ol className="wh-messages">
        {rows.map((entry, position) => (
          <Fragment key={entry.index}>
            <UnofferedGap before={rows[position - 1]} entry={entry} />
            <PreviewRow
              entry={entry}
              shown={entry.included ? find(view, entry) : null}
              isFull={used >= contextMaximum}
            />
          </Fragment>
        ))}
      </ol>
      {used >= contextMaximum ? <p className="wh-hint">{t('preview.full')}</p> : null}
    </section>
  );
}

/** Messages between two rows that this device does not offer, by the hub's numbering. */
function UnofferedGap({ before, entry }: { before: DraftEntry | undefined; entry: DraftEntry }): ReactNode {
  const { t } = useUi().text;
  const isNext = before?.index === entry.index - 1;
  const missing = before && isNext ? entry.stamp.context.sequence - before.stamp.context.sequence - 1n : 0n;
  return missing > 0n ? <li className="wh-gap">{t('preview.gap', { count: Number(missing) })}</li> : null;
}

function stretch(entries: readonly DraftEntry[]): [first: number, last: number] {
  const included = entries.filter((entry) => entry.included).map((entry) => entry.index);
  return [Math.min(...included), Math.max(...included)];
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
