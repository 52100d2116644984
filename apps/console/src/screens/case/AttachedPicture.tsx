import type { ShownPart } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { HeldPicture } from './HeldPicture.tsx';
import type { OpenEvidence } from './use-evidence.ts';

export function AttachedPicture({
  part,
  attachmentId,
  evidence,
}: {
  part: Extract<ShownPart, { type: 'attachment' }>;
  attachmentId: string;
  evidence: OpenEvidence;
}) {
  const { bytes } = useI18n();
  const { name, mediaType, size, width, height } = part;
  return (
    <HeldPicture
      name={name}
      width={width}
      height={height}
      pictureKey={attachmentId}
      timer={evidence.timer}
      load={() => evidence.pictures.load(attachmentId)}
      facts={
        <>
          <bdi>{name}</bdi>
          <span>
            <bdi>{mediaType}</bdi> · {bytes(size)}
            {width !== null && height !== null && (
              <>
                {' · '}
                <bdi dir="ltr">
                  {width} × {height}
                </bdi>
              </>
            )}
          </span>
        </>
      }
    />
  );
}
