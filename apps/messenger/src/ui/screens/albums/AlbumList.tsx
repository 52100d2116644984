import { Button } from 'react-aria-components';
import type { Album } from '../../../wire-albums.ts';
import { useTranslate } from '../../i18n/messages.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { useNames } from '../../state/names.ts';
import { useSession } from '../../state/use-session.ts';
import { AlbumImage } from './AlbumImage.tsx';

/** A cover, or the first letter of the title until there is a picture. */
export function AlbumCover({ album }: { album: Album }) {
  if (album.coverId === null) return <Avatar id={album.albumId} name={album.title} square />;
  return (
    <span className="album-cover">
      <AlbumImage
        albumId={album.albumId}
        pictureId={album.coverId}
        sender={album.pictures.find(({ pictureId }) => pictureId === album.coverId)?.accountId ?? ''}
      />
    </span>
  );
}

function Row({ album, isOpen, onOpen }: { album: Album; isOpen: boolean; onOpen: () => void }) {
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const shown = album.pictures.filter(({ state }) => state === 'released').length;
  const count = t('albums.pictures', { count: shown });
  const isOwner = album.ownerId === device.accountId;
  return (
    <Button className="row" onPress={onOpen} aria-current={isOpen}>
      <AlbumCover album={album} />
      <span className="row-text">
        <span className="row-line">
          <strong className="own-direction" dir="auto">
            {album.title}
          </strong>
        </span>
        <span className="row-line">
          <span className="row-preview">
            {!album.isMember ? t('albums.former') : isOwner ? count : `${nameOf(album.ownerId)} · ${count}`}
          </span>
        </span>
      </span>
    </Button>
  );
}

export function AlbumList(props: { albums: Album[]; open: string | null; onOpen: (albumId: string) => void }) {
  return (
    <ul>
      {props.albums.map((album) => (
        <li key={album.albumId}>
          <Row album={album} isOpen={album.albumId === props.open} onOpen={() => props.onOpen(album.albumId)} />
        </li>
      ))}
    </ul>
  );
}
