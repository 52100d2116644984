import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { DeviceError } from '../../device/context.ts';
import type { ShownPicture } from '../../device/conversation.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useSession } from '../state/use-session.ts';

/** A picture, shown only after both of its hashes were checked. Holds its place while it loads. */
export function PictureView({ picture, from }: { picture: ShownPicture; from: string }) {
  const t = useTranslate();
  const { device } = useSession();
  // A message's picture never changes.
  const { current: attachment } = useRef(picture.attachment);
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<'damaged' | 'missing' | null>(null);
  const [large, setLarge] = useState(false);

  useEffect(() => {
    let stopped = false;
    let made: string | null = null;
    device.picture(attachment).then(
      (bytes) => {
        if (stopped) return;
        made = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: attachment.mediaType }));
        setAddress(made);
      },
      (error: unknown) => {
        if (!stopped) setProblem(error instanceof DeviceError ? 'damaged' : 'missing');
      },
    );
    return () => {
      stopped = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [device, attachment]);

  if (problem !== null) return <p className="message-gone">{t(`picture.${problem}`)}</p>;
  const image = (
    <img
      src={address ?? undefined}
      width={attachment.width || undefined}
      height={attachment.height || undefined}
      alt={t('picture.alt', { name: from })}
    />
  );
  if (address === null)
    return <div className="picture" style={{ aspectRatio: `${attachment.width || 4} / ${attachment.height || 3}` }} />;
  return (
    <>
      <Button className="picture" onPress={() => setLarge(true)} aria-label={t('picture.open', { name: from })}>
        {image}
      </Button>
      {large && (
        <Sheet title={t('picture.alt', { name: from })} onClose={() => setLarge(false)} wide>
          <div className="picture-large">{image}</div>
        </Sheet>
      )}
    </>
  );
}
