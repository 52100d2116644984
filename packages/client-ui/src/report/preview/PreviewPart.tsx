import type { DraftEntry, PreviewPart as Part } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { useReportFlow } from '../report-flow.ts';
import { CoveredAttachment } from './CoveredAttachment.tsx';
import { PreviewMention } from './PreviewMention.tsx';

/** One part as it stands in the bytes, or a mark that it was kept back. */
export function PreviewPart({ entry, part }: { entry: DraftEntry; part: Part }): ReactNode {
  const { t } = useUi().text;
  const { draft, name } = useReportFlow();
  const set = (included: boolean): void => draft.setPartIncluded(entry.index, part.index, included);
  const { content } = part;
  if (content === null) {
    const kept = entry.parts.find((candidate) => candidate.index === part.index)?.content.type;
    const isFile = kept === 'attachment';
    return (
      <div className="wh-kept">
        <span>{t(isFile ? 'preview.fileKept' : 'preview.partHidden')}</span>
        <Button className="wh-small" onPress={() => set(true)}>
          {t(isFile ? 'preview.include' : 'preview.putIn')}
        </Button>
      </div>
    );
  }
  switch (content.type) {
    case 'text':
      return (
        <p className="wh-words" dir="auto">
          {content.text}
        </p>
      );
    case 'quote':
      return (
        <blockquote className="wh-quote">
          <span className="wh-kind">{t('preview.quote', { name: name(content.sender) })}</span>
          <span dir="auto">{content.text}</span>
          <Button className="wh-small" onPress={() => set(false)}>
            {t('preview.takeOut')}
          </Button>
        </blockquote>
      );
    case 'preview':
      return (
        <p className="wh-quote" dir="auto">
          {content.title} <span className="wh-address">{content.url}</span>
        </p>
      );
    case 'reaction':
      return <p className="wh-kind">{t('preview.reacted', { emoji: content.emoji })}</p>;
    case 'mention':
      return (
        <p className="wh-words" dir="auto">
          <PreviewMention name={content.name} account={content.account} />
        </p>
      );
    case 'attachment':
    case 'closed-attachment':
      return (
        <CoveredAttachment
          entry={entry}
          part={part.index}
          attachment={content.attachment}
          isUploaded={part.upload !== null}
          onWithhold={() => set(false)}
        />
      );
    default:
      return unknownContent(content);
  }
}

function unknownContent(content: never): never {
  throw new Error(`expected a known kind of part, got ${JSON.stringify(content)}`);
}
