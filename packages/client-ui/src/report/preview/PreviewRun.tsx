import type { DraftEntry, PreviewPart as Part } from '@wellhouse/client';
import type { PartFlow } from '@wellhouse/protocol';
import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import { PreviewMention } from './PreviewMention.tsx';

/** How a part stands in the message. What a hidden one is, only the draft knows; the bytes do not say. */
export function flowOf(entry: DraftEntry, part: Part): PartFlow {
  const type = part.content?.type ?? typeInDraft(entry, part);
  if (type !== 'text' && type !== 'mention') return 'block';
  return part.content === null ? 'hidden' : type;
}

function typeInDraft(entry: DraftEntry, { index }: Part): string | undefined {
  return entry.parts.find((part) => part.index === index)?.content.type;
}

/**
 * A line of text with names in it, as the bytes have it. Every piece is isolated, so that no character of one can turn
 * around what stands after it; the texts are spans because a `bdi` would hide them from `dir="auto"`.
 */
export function PreviewRun({ entry, run }: { entry: DraftEntry; run: readonly Part[] }): ReactNode {
  const { t } = useUi().text;
  return (
    <p className="wh-words" dir="auto">
      {run.map((part) => {
        const { index, content } = part;
        if (content?.type === 'text') {
          return (
            <span key={index} className="wh-piece">
              {content.text}
            </span>
          );
        }
        if (content?.type === 'mention')
          return <PreviewMention key={index} name={content.name} account={content.account} />;
        const isName = typeInDraft(entry, part) === 'mention';
        return (
          <bdi key={index} className="wh-kept-name">
            {t(isName ? 'preview.nameHidden' : 'preview.textHidden', { number: index })}
          </bdi>
        );
      })}
    </p>
  );
}
