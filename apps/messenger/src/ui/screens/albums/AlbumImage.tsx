import { CoveredPicture, usePictureCover, usePictureWish } from '@wellhouse/client-ui';
import { useCallback, useRef } from 'react';
import { useTranslate } from '../../i18n/messages.ts';
import { Icon } from '../../parts/Icon.tsx';
import { loadAlbumPicture, useAlbumBytes, useCameNear } from '../../state/use-album-image.ts';
import { useSession } from '../../state/use-session.ts';

/** A released picture as a tile, loaded when it comes near. Covered where it has to be; it is asked about where it is large. */
export function AlbumImage(props: { albumId: string; pictureId: string; sender: string }) {
  const { albumId, pictureId, sender } = props;
  const frame = useRef<HTMLSpanElement>(null);
  const near = useCameNear(frame);
  const wish = usePictureWish({ id: pictureId, sender });
  const bytes = useAlbumBytes(albumId, pictureId, near && wish.isWanted);
  const { cover, address, unfit } = usePictureCover(wish, bytes ?? null, '');
  const isMissing = bytes === null || (cover === 'open' && unfit !== null);
  const isLoading = cover === 'waiting' || (cover === 'open' && address === null && !isMissing);
  return (
    <span className="album-image" ref={frame} data-loading={isLoading || undefined} data-cover={cover}>
      {address !== null && <img src={address} alt="" />}
      {isMissing && <Missing />}
      {bytes !== null && cover === 'covered' && <Icon name="picture" />}
    </span>
  );
}

function Missing() {
  const t = useTranslate();
  return (
    <span className="album-image-missing">
      <Icon name="picture" />
      <span className="visually-hidden">{t('picture.missing')}</span>
    </span>
  );
}

/** A released picture, large, or its cover and what can be done about it. */
export function LargeAlbumImage(props: { albumId: string; pictureId: string; sender: string; alt: string }) {
  const { albumId, pictureId } = props;
  const { device } = useSession();
  const load = useCallback(async () => {
    const bytes = await loadAlbumPicture(device, albumId, pictureId);
    if (bytes === null) throw new Error(`cannot show the picture ${pictureId}`);
    return bytes;
  }, [device, albumId, pictureId]);
  return (
    <CoveredPicture
      key={pictureId}
      id={pictureId}
      mediaType=""
      width={0}
      height={0}
      sender={props.sender}
      load={load}
      material={null}
    >
      {(picture) => (
        <span className="album-image" data-loading={picture.state === 'loading' || undefined}>
          {picture.state === 'open' && <img src={picture.address} alt={props.alt} />}
          {(picture.state === 'failed' || picture.state === 'unfit') && <Missing />}
        </span>
      )}
    </CoveredPicture>
  );
}
