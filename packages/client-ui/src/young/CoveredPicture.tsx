import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useWellhouseUi } from '../context.ts';
import type { MessageId } from '../i18n/message-id.ts';
import { PictureIcon } from '../parts/icons.tsx';
import type { PictureMaterial } from './PictureDialog.tsx';
import { type CoverReason, type PictureCover, usePictureCover, usePictureWish } from './use-picture-cover.ts';
import { useYoung } from './young-context.ts';

/** What an app draws in the picture's place. The address exists only while the picture may be seen. */
export type OpenPicture =
  | { state: 'open'; address: string }
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  /** Loaded, and never to be decoded: it is no picture, none of the kind that it is called, or says that it is too large. */
  | { state: 'unfit'; why: NonNullable<PictureCover['unfit']> };

export interface CoveredPictureProps {
  /** Names the picture on this device, the same each time. */
  id: string;
  /** What its sender calls it; empty: any picture. */
  mediaType: string;
  /** Pixels; 0: unknown. */
  width: number;
  height: number;
  /** Who sent it. */
  sender: string;
  load: () => Promise<Uint8Array>;
  /** What a report about it would be made of; asked for only when the person reports. Null: it is no part of a message. */
  material: (() => Promise<PictureMaterial>) | null;
  children: (picture: OpenPicture) => ReactNode;
}

const reasons: Record<CoverReason, MessageId> = {
  noticed: 'young.cover.noticed',
  unknown: 'young.cover.unknown',
  every: 'young.cover.every',
};

function shapeOf({ width, height }: Pick<CoveredPictureProps, 'width' | 'height'>) {
  return { aspectRatio: `${width || 4} / ${height || 3}` };
}

/**
 * A picture that may have to be covered. There is no image, and no address of one, before it is known that the picture may
 * be seen, so nothing can flash. What the device noticed is kept nowhere and told to nobody.
 */
export function CoveredPicture(props: CoveredPictureProps): ReactNode {
  const { id, mediaType, sender, load, material, children } = props;
  const ui = useWellhouseUi();
  const { setShown, ask, name } = useYoung();
  const wish = usePictureWish({ id, sender });
  const { isWanted, wasShown } = wish;
  const [loaded, setLoaded] = useState<{ bytes: Uint8Array } | { error: unknown } | null>(null);
  /** What had the focus is gone once a picture is shown or covered again: it moves to what stands there now. */
  const takesFocus = useRef(false);
  const loading = useRef(load);
  loading.current = load;

  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    loading.current().then(
      (bytes) => isCurrent && setLoaded({ bytes }),
      (error: unknown) => isCurrent && setLoaded({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);

  const bytes = loaded !== null && 'bytes' in loaded ? loaded.bytes : null;
  const { cover, reason, address, unfit } = usePictureCover(wish, bytes, mediaType);
  if (loaded !== null && 'error' in loaded) return children({ state: 'failed', error: loaded.error });
  if (cover === 'open') {
    if (unfit !== null) return children({ state: 'unfit', why: unfit });
    if (address === null) return children({ state: 'loading' });
    const picture = children({ state: 'open', address });
    if (!wasShown || ui === null) return picture;
    const { text, theme } = ui;
    return (
      <div className="wh-young wh-picture-shown" data-theme={theme} dir={text.direction} lang={text.locale}>
        {picture}
        <Button
          className="wh-small"
          autoFocus={takesFocus.current}
          onPress={() => {
            takesFocus.current = true;
            setShown(id, false);
          }}
        >
          {text.t('young.cover.again')}
        </Button>
      </div>
    );
  }
  if (ui === null) return <div className="wh-young wh-picture-cover" data-state="waiting" style={shapeOf(props)} />;
  const { text, theme } = ui;
  const question = (): void =>
    ask({
      ...{ moment: 'view', reason, person: material === null ? null : sender, sender },
      material: material ?? nothing,
      onSafe: () => {},
      onGoOn: () => {
        takesFocus.current = true;
        setShown(id, true);
      },
    });
  return (
    <section
      className="wh-young wh-picture-cover"
      data-theme={theme}
      data-state={cover}
      dir={text.direction}
      lang={text.locale}
      aria-label={text.t('young.cover.label', { name: name(sender) })}
      style={shapeOf(props)}
    >
      {/* a log reads aloud what comes into it: that there is a picture, and never what it may show */}
      <span className="wh-visually-hidden">{text.t('young.cover.status')}</span>
      <PictureIcon />
      <span className="wh-picture-says" aria-live="off">
        {cover === 'waiting' ? (
          <span>{text.t('loading')}</span>
        ) : (
          <>
            <span>{text.t(reasons[reason])}</span>
            <Button className="wh-button" autoFocus={takesFocus.current} onPress={question}>
              {text.t('young.cover.open')}
            </Button>
          </>
        )}
      </span>
    </section>
  );
}

const nothing = async (): Promise<PictureMaterial> => ({ conversation: [], reported: -1 });
