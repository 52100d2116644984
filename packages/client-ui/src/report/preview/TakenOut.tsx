import type { DraftEntry } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';

/** A message that is not disclosed: a gap, and the way to fill it. */
export function TakenOut({ entry, isFull }: { entry: DraftEntry; isFull: boolean }): ReactNode {
  const { text, now } = useUi();
  const { draft, name } = useReportFlow();
  const { sender, acceptedAt } = entry.stamp.context;
  const values = { name: name(sender), time: text.time(acceptedAt, now()) };
  return (
    <div className="wh-taken-out">
      <span>{text.t('preview.notSent', values)}</span>
      <Button
        className="wh-small"
        isDisabled={isFull}
        aria-label={text.t('preview.putIn.label', values)}
        onPress={() => draft.setIncluded(entry.index, true)}
      >
        {text.t('preview.putIn')}
      </Button>
    </div>
  );
}
