import { type AttachmentDescriptor, type DraftEntry, pictureTypeOf, whyNotDecode } from '@wellhouse/client';
import { type ReactNode, useContext, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { FileIcon, PictureIcon } from '../../parts/icons.tsx';
import { useReportFlow } from '../report-flow.ts';
import { FilesWithoutRoom } from './files-without-room.ts';

/** What a browser draws without running anything in it. */
const drawable = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

export interface CoveredAttachmentProps {
  entry: DraftEntry;
  part: number;
  attachment: Pick<AttachmentDescriptor, 'name' | 'mediaType'>;
  /** The ciphertext goes with the report; otherwise only this description. */
  isUploaded: boolean;
  onWithhold: () => void;
}

/** A picture stays covered until the reporter asks to see it; it is opened on the device only then. */
export function CoveredAttachment(props: CoveredAttachmentProps): ReactNode {
  const { entry, part, attachment, isUploaded, onWithhold } = props;
  const { t } = useUi().text;
  const { draft, name } = useReportFlow();
  const [picture, setPicture] = useState<string | 'failed' | null>(null);
  const hasNoRoom = useContext(FilesWithoutRoom).some((file) => file.entry === entry.index && file.part === part);
  const canDraw = drawable.has(attachment.mediaType);

  useEffect(() => () => release(picture), [picture]);

  async function show(): Promise<void> {
    const opened = await draft.openAttachment(entry.index, part);
    const type = opened && pictureTypeOf(opened.bytes);
    // what its sender calls it is not believed
    if (!opened || type === null || whyNotDecode(opened.bytes, opened.mediaType) !== null) return setPicture('failed');
    setPicture(URL.createObjectURL(new Blob([opened.bytes], { type })));
  }

  const isShown = picture !== null && picture !== 'failed';
  return (
    <div className="wh-attachment">
      <div className="wh-cover" data-shown={isShown || undefined}>
        {isShown ? (
          <img
            src={picture}
            alt={t('preview.picture.shown', { name: name(entry.stamp.context.sender) })}
            onError={() => setPicture('failed')}
          />
        ) : (
          <span className="wh-cover-label">
            {canDraw ? <PictureIcon /> : <FileIcon />}
            <span>{canDraw ? t('preview.picture') : t('preview.file', { file: attachment.name })}</span>
          </span>
        )}
      </div>
      {picture === 'failed' ? (
        <p className="wh-kind" role="status">
          {t('preview.cannotShow')}
        </p>
      ) : null}
      {isUploaded ? null : <p className="wh-kind">{t(hasNoRoom ? 'preview.noRoom' : 'preview.descriptionOnly')}</p>}
      <div className="wh-attachment-acts">
        {canDraw && (isUploaded || hasNoRoom) ? (
          <Button className="wh-small" onPress={() => (isShown ? setPicture(null) : void show())}>
            {t(isShown ? 'preview.cover' : 'preview.show')}
          </Button>
        ) : null}
        <Button className="wh-small" onPress={onWithhold}>
          {t('preview.withhold')}
        </Button>
      </div>
    </div>
  );
}

function release(picture: string | null): void {
  if (picture !== null && picture !== 'failed') URL.revokeObjectURL(picture);
}
