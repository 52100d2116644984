import type { DraftEntry, PreviewPart as Part } from '@wellhouse/client';
import type { PartFlow } from '@wellhouse/protocol';
import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';

/** How a part stands in the message. What a hidden one is, only the draft knows; the bytes do not say. */
export function flowOf(entry: DraftEntry, { index, content }: Part): PartFlow {
  const type = content?.type ?? entry.parts.find((part) => part.index === index)?.content.type;
  if (type !== 'text' && type !== 'mention') return 'block';
  return content === null ? 'hidden' : type;
}

/** A line of text with names in it, as the bytes have it. */
export function PreviewRun({ run }: { run: readonly Part[] }): ReactNode {
  const { t } = useUi().text;
  return (
    <p className="wh-words" dir="auto">
      {run.map(({ index, content }) => {
        if (content?.type === 'text') return content.text;
        if (content?.type === 'mention') return <bdi key={index}>{content.name}</bdi>;
        return (
          <span key={index} className="wh-kept-name">
            {t('preview.nameHidden')}
          </span>
        );
      })}
    </p>
  );
}
