import { CoveredPicture } from '@wellhouse/client-ui';
import { useCallback, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { sha256Hex, utf8 } from '../../device/bytes.ts';
import { DeviceError } from '../../device/context.ts';
import type { ShownMessage, ShownPicture } from '../../device/conversation.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useSession } from '../state/use-session.ts';

/** A picture, shown only after both of its hashes were checked, and where it has to be covered only when it was asked for. */
export function PictureView(props: { groupId: string; message: ShownMessage; picture: ShownPicture; from: string }) {
  const { groupId, message, from } = props;
  const { device } = useSession();
  // A message's picture never changes.
  const { current: picture } = useRef(props.picture);
  const { attachment } = picture;
  const load = useCallback(() => device.picture(attachment), [device, attachment]);
  return (
    <CoveredPicture
      id={sha256Hex(utf8(`${groupId}/${message.messageId}/${picture.part}`))}
      mediaType={attachment.mediaType}
      width={attachment.width}
      height={attachment.height}
      sender={message.sender}
      load={load}
      material={() => device.reportable(groupId, message.messageId)}
    >
      {(open) => {
        switch (open.state) {
          case 'failed':
            return <Problem error={open.error} />;
          case 'unfit':
            return <Unfit why={open.why} />;
          case 'loading':
            return (
              <div
                className="picture"
                style={{ aspectRatio: `${attachment.width || 4} / ${attachment.height || 3}` }}
              />
            );
          case 'open':
            return <Picture address={open.address} picture={picture} from={from} />;
          default:
            return open satisfies never;
        }
      }}
    </CoveredPicture>
  );
}

function Problem({ error }: { error: unknown }) {
  const t = useTranslate();
  return <p className="message-gone">{t(error instanceof DeviceError ? 'picture.damaged' : 'picture.missing')}</p>;
}

/** What its bytes are is not what the message calls them, or would take a page more memory than it has. */
function Unfit({ why }: { why: 'no-picture' | 'another-type' | 'too-large' }) {
  const t = useTranslate();
  return <p className="message-gone">{t(why === 'too-large' ? 'picture.tooLarge' : 'picture.notOne')}</p>;
}

function Picture({ address, picture, from }: { address: string; picture: ShownPicture; from: string }) {
  const t = useTranslate();
  const [large, setLarge] = useState(false);
  const image = (
    <img
      src={address}
      width={picture.attachment.width || undefined}
      height={picture.attachment.height || undefined}
      alt={t('picture.alt', { name: from })}
    />
  );
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
