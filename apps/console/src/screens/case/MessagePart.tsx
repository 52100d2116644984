import type { ShownPart } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ItemProblems } from './ItemProblems.tsx';
import { LongText } from './LongText.tsx';
import { Mention } from './Mention.tsx';
import { SeenEnough } from './SeenEnough.tsx';
import type { OpenEvidence } from './use-evidence.ts';

export function MessagePart({ part, evidence }: { part: ShownPart; evidence: OpenEvidence }) {
  const { t } = useI18n();
  switch (part.type) {
    case 'text':
      return (
        <LongText length={part.text.length}>
          <p className="part-text" dir="auto">
            {part.text}
          </p>
        </LongText>
      );
    case 'quote':
      return (
        <blockquote className="part-quote">
          <cite>{t('part.quote', { sender: part.sender })}</cite>
          <p dir="auto">{part.text}</p>
        </blockquote>
      );
    case 'preview':
      // Shown as text: nobody should follow a reported link by a slip of the hand.
      return (
        <div className="part-preview">
          <span className="part-label">{t('part.link')}</span>
          <p dir="auto">{part.title}</p>
          <code dir="ltr">{part.url}</code>
        </div>
      );
    case 'mention':
      return (
        <p className="part-text" dir="auto">
          <Mention part={part} />
        </p>
      );
    case 'redacted':
      return (
        <p className="part-redacted">
          <Icon name="covered" />
          {t('part.redacted', { number: part.index })}
        </p>
      );
    case 'attachment':
      return <AttachmentPart part={part} evidence={evidence} />;
    default:
      return part satisfies never;
  }
}

function AttachmentPart({
  part,
  evidence,
}: {
  part: Extract<ShownPart, { type: 'attachment' }>;
  evidence: OpenEvidence;
}) {
  const { t, bytes } = useI18n();
  if (part.state === 'available' && part.attachmentId !== null) {
    return (
      <>
        <SeenEnough part={part} attachmentId={part.attachmentId} evidence={evidence} />
        {part.problem !== null && <ItemProblems problems={[part.problem]} />}
      </>
    );
  }
  const state = part.state === 'available' ? 'missing' : part.state;
  return (
    <div className="part-missing">
      <Icon name="picture" />
      <div>
        <p>{t(`picture.${state}`)}</p>
        <p className="muted">
          <bdi>{part.name}</bdi> · <bdi>{part.mediaType}</bdi> · {bytes(part.size)}
        </p>
        {part.state === 'withheld' && part.sha256 && (
          <p className="muted part-digest">
            <bdi>SHA-256 {part.sha256}</bdi>
          </p>
        )}
        {part.problem !== null && <ItemProblems problems={[part.problem]} />}
      </div>
    </div>
  );
}
