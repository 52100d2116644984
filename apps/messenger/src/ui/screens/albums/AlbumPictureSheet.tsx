import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Album, AlbumPicture } from '../../../wire-albums.ts';
import { formatDateTime, useTranslate } from '../../i18n/messages.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { explainNow } from '../../parts/errors.ts';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useNames } from '../../state/names.ts';
import { useSession } from '../../state/use-session.ts';
import { LargeAlbumImage } from './AlbumImage.tsx';

/** The arrow keys, in the direction in which the page reads; while this is shown nothing else has them. */
function useArrows(onBefore: () => void, onAfter: () => void): void {
  const latest = useRef({ onBefore, onAfter });
  latest.current = { onBefore, onAfter };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isRtl = document.documentElement.dir === 'rtl';
      if (event.key === (isRtl ? 'ArrowRight' : 'ArrowLeft')) latest.current.onBefore();
      if (event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')) latest.current.onAfter();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** One picture, large; the next ones by the arrow keys. It closes when the picture leaves the album. */
export function AlbumPictureSheet(props: {
  album: Album;
  pictures: AlbumPicture[];
  pictureId: string;
  onShow: (pictureId: string) => void;
  onClose: () => void;
}) {
  const { album, pictures } = props;
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const index = pictures.findIndex(({ pictureId }) => pictureId === props.pictureId);
  const picture = pictures[index];
  const before = pictures[index - 1]?.pictureId ?? null;
  const after = pictures[index + 1]?.pictureId ?? null;
  const show = (target: string | null) => {
    if (target === null) return;
    setSure(false);
    setProblem(null);
    props.onShow(target);
  };
  useArrows(
    () => show(before),
    () => show(after),
  );
  if (picture === undefined) return null;
  const { pictureId } = picture;
  const name = nameOf(picture.accountId);
  const title = t('album.picture', { name, date: formatDateTime(t.language, picture.addedAt) });

  const act = (work: Promise<void>, done: () => void = () => {}) => {
    setProblem(null);
    work.then(done, (error: unknown) => setProblem(explainNow(error, t)));
  };
  return (
    <Sheet title={title} onClose={props.onClose} wide untitled>
      <div className="album-large">
        <LargeAlbumImage albumId={album.albumId} pictureId={pictureId} sender={picture.accountId} alt={title} />
        <div className="album-large-foot">
          <Avatar id={picture.accountId.split('@')[0] ?? ''} name={name} />
          <p className="album-large-words">
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <span className="fine-print">{formatDateTime(t.language, picture.addedAt)}</span>
          </p>
          {album.ownerId === device.accountId &&
            (album.coverId === pictureId ? (
              <span className="pill">{t('album.isCover')}</span>
            ) : (
              <Button className="button quiet" onPress={() => act(device.albums.chooseCover(album.albumId, pictureId))}>
                {t('album.cover')}
              </Button>
            ))}
          {picture.accountId === device.accountId && !sure && (
            <Button className="button quiet danger" onPress={() => setSure(true)}>
              <Icon name="trash" />
              {t('album.takeOut')}
            </Button>
          )}
          {pictures.length > 1 && (
            <span className="album-large-steps flip">
              <IconButton
                icon="back"
                label={t('album.previous')}
                isDisabled={before === null}
                onPress={() => show(before)}
              />
              <IconButton icon="next" label={t('album.next')} isDisabled={after === null} onPress={() => show(after)} />
            </span>
          )}
        </div>
        {sure && (
          <div className="sure" role="alert">
            <p>{t('album.takeOut.sure')}</p>
            <div className="form-foot">
              <Button className="button" onPress={() => setSure(false)}>
                {t('cancel')}
              </Button>
              <Button
                className="button primary"
                onPress={() => act(device.albums.takeOut(album.albumId, pictureId), props.onClose)}
              >
                {t('album.takeOut')}
              </Button>
            </div>
          </div>
        )}
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    </Sheet>
  );
}
