import { Button } from 'react-aria-components';
import type { AlbumPicture } from '../../../wire-albums.ts';
import { formatDateTime, useTranslate } from '../../i18n/messages.ts';
import { useNames } from '../../state/names.ts';
import { AlbumImage } from './AlbumImage.tsx';

/** What everyone in the album sees. */
export function AlbumGrid(props: {
  albumId: string;
  title: string;
  pictures: AlbumPicture[];
  onOpen: (pictureId: string) => void;
}) {
  const t = useTranslate();
  const nameOf = useNames();
  return (
    <ul className="album-grid" aria-label={t('album.grid', { title: props.title })}>
      {props.pictures.map((picture) => {
        const name = nameOf(picture.accountId);
        const label = t('album.picture', { name, date: formatDateTime(t.language, picture.addedAt) });
        return (
          <li key={picture.pictureId}>
            <Button className="album-tile" aria-label={label} onPress={() => props.onOpen(picture.pictureId)}>
              <AlbumImage albumId={props.albumId} pictureId={picture.pictureId} sender={picture.accountId} />
              <span className="album-tile-name" aria-hidden="true">
                <bdi>{name}</bdi>
              </span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
