import { useBeforeSending } from '@wellhouse/client-ui';
import { useRef, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { pictureTypes } from '../../../device/pictures.ts';
import type { Album } from '../../../wire-albums.ts';
import { useTranslate } from '../../i18n/messages.ts';
import { explainNow } from '../../parts/errors.ts';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { useNames } from '../../state/names.ts';
import { ownPictures } from '../../state/own-pictures.ts';
import { useAlbumNotice, useUploads } from '../../state/use-albums.ts';
import { useFileDrop } from '../../state/use-file-drop.ts';
import { useSession } from '../../state/use-session.ts';
import { AlbumGrid } from './AlbumGrid.tsx';
import { AlbumCover } from './AlbumList.tsx';
import { AlbumMembers } from './AlbumMembers.tsx';
import { AlbumNoticeSheet } from './AlbumNoticeSheet.tsx';
import { AlbumPictureSheet } from './AlbumPictureSheet.tsx';
import { OwnPictures } from './OwnPictures.tsx';
import { SamplePictures } from './SamplePictures.tsx';

type Open = 'members' | 'notice' | 'samples' | null;

/** A picture of an album is no part of a message: there is nothing to report it with. */
const noMaterial = async () => ({ conversation: [], reported: -1 });

/** One shared album: what everyone sees, what only its owner sees, and what is checked. */
export function AlbumPane({ album, onBack }: { album: Album; onBack: () => void }) {
  const t = useTranslate();
  const nameOf = useNames();
  const { device, config } = useSession();
  const uploads = useUploads(album.albumId);
  const { notice, again } = useAlbumNotice();
  const [open, setOpen] = useState<Open>(null);
  const [shown, setShown] = useState<string | null>(null);
  /** Files that wait until their owner has read what is checked here. */
  const [waiting, setWaiting] = useState<File[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const body = useRef<HTMLElement>(null);
  const mayBeSent = useBeforeSending();

  /** Asks about each that this device takes for one that its owner may not want to send. */
  async function send(files: File[]): Promise<void> {
    const wanted: File[] = [];
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (await mayBeSent(bytes, { person: null, material: noMaterial })) wanted.push(file);
    }
    if (wanted.length === 0) return;
    await device.albums.uploads.add(
      album.albumId,
      wanted.map((file) => ({ name: file.name, bytes: file })),
    );
  }
  function add(files: File[]): void {
    if (files.length === 0) return;
    setProblem(null);
    if (!album.noticeSeen) setWaiting(files);
    else begin(files);
  }
  function begin(files: File[]): void {
    send(files).catch((error: unknown) => setProblem(explainNow(error, t)));
  }
  async function confirm(): Promise<void> {
    if (notice === null || notice === undefined || waiting === null) return;
    await device.albums.seeNotice(album.albumId, notice.region);
    // closed first: what is asked about a picture stands alone
    setWaiting(null);
    begin(waiting);
  }
  const isOver = useFileDrop(body, album.isMember ? add : null);
  const released = album.pictures.filter(({ state }) => state === 'released');
  const own = ownPictures(album.pictures, uploads ?? [], device.accountId);
  const isOwner = album.ownerId === device.accountId;

  return (
    <>
      <header className="pane-head">
        <span className="only-narrow">
          <IconButton icon="back" label={t('back')} onPress={onBack} className="flip" />
        </span>
        <span className="only-wide">
          <AlbumCover album={album} />
        </span>
        <div className="pane-title">
          <h2 className="own-direction" dir="auto">
            {album.title}
          </h2>
          <p>
            <span className="ellipsis">
              {isOwner ? t('album.own') : t('album.by', { name: nameOf(album.ownerId) })}
            </span>
          </p>
        </div>
        {album.isMember && (
          <>
            <Button
              className="button quiet"
              onPress={() => setOpen('members')}
              aria-label={`${t('members.title')}: ${t('conversation.members', { count: album.members.length })}`}
            >
              <Icon name="people" />
              <span className="only-wide">{t('conversation.members', { count: album.members.length })}</span>
            </Button>
            {config.suggestedNames.length > 0 && (
              <Button className="button quiet" onPress={() => setOpen('samples')} aria-label={t('samples.title')}>
                <Icon name="picture" />
                <span className="only-wide">{t('samples.title')}</span>
              </Button>
            )}
            <FileTrigger
              allowsMultiple
              acceptedFileTypes={[...pictureTypes, 'image/avif']}
              onSelect={(files) => add([...(files ?? [])])}
            >
              <Button className="button primary" aria-label={t('album.add')}>
                <Icon name="add" />
                <span className="only-wide">{t('album.add')}</span>
              </Button>
            </FileTrigger>
          </>
        )}
      </header>
      <Button className="album-notice" onPress={() => setOpen('notice')}>
        <Icon name="shield" />
        <span className="album-notice-words">
          {notice === undefined || notice === null
            ? t('albumNotice.title')
            : t(notice.checked ? 'albumNotice.bar.on' : 'albumNotice.bar.off')}
        </span>
        <span className="album-notice-more">{t('albumNotice.more')}</span>
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className="album-body" ref={body} aria-label={album.title} tabIndex={0}>
        {!album.isMember && <p className="album-note">{t('album.former')}</p>}
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <OwnPictures albumId={album.albumId} pictures={own} />
        {released.length > 0 ? (
          <AlbumGrid albumId={album.albumId} title={album.title} pictures={released} onOpen={setShown} />
        ) : (
          album.isMember && (
            <div className="album-empty">
              <Icon name="picture" />
              <p>{t('album.empty')}</p>
              <p className="fine-print">{t('album.empty.hint')}</p>
            </div>
          )
        )}
        {isOver && (
          <div className="album-over">
            <p>{t('album.drop')}</p>
          </div>
        )}
      </section>
      {open === 'members' && <AlbumMembers album={album} onClose={() => setOpen(null)} />}
      {open === 'samples' && (
        <SamplePictures
          onClose={() => setOpen(null)}
          onAdd={(files) => {
            setOpen(null);
            add(files);
          }}
        />
      )}
      {(open === 'notice' || waiting !== null) && notice !== undefined && (
        <AlbumNoticeSheet
          notice={notice}
          title={album.title}
          onAgain={() => void again()}
          onConfirm={waiting === null ? null : confirm}
          onClose={() => {
            setOpen(null);
            setWaiting(null);
          }}
        />
      )}
      {shown !== null && (
        <AlbumPictureSheet
          album={album}
          pictures={released}
          pictureId={shown}
          onShow={setShown}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}
