import type { StoredUpload } from '../../device/store.ts';
import type { AlbumPicture } from '../../wire-albums.ts';

export type OwnState = 'sending' | 'elsewhere' | 'checking' | 'held' | 'removed' | 'refused';

/** A picture of one's own that the others do not see: on its way, being looked at, or not added. */
export interface OwnPicture {
  pictureId: string;
  state: OwnState;
  /** Of refused: a stable code. */
  why: string | null;
  notice: AlbumPicture['notice'];
  /** The file, while this device has it. */
  upload: StoredUpload | null;
}

/** What the service says and what this device is sending, in one list: oldest first. */
export function ownPictures(
  pictures: readonly AlbumPicture[],
  uploads: readonly StoredUpload[],
  accountId: string,
): OwnPicture[] {
  const own = pictures.filter((picture) => picture.accountId === accountId);
  const named = own.flatMap((picture): OwnPicture[] => {
    const upload = uploads.find((one) => one.pictureId === picture.pictureId) ?? null;
    const state = stateOf(picture.state, upload);
    if (state === null) return [];
    const why = picture.why ?? upload?.problem ?? null;
    return [{ pictureId: picture.pictureId, state, why, notice: picture.notice, upload }];
  });
  const unknown = uploads
    .filter((upload) => !own.some((picture) => picture.pictureId === upload.pictureId))
    .map((upload): OwnPicture => {
      const state = stateOf('receiving', upload) ?? 'sending';
      return { pictureId: upload.pictureId, state, why: upload.problem, notice: null, upload };
    });
  return [...named, ...unknown];
}

/** Null: everyone in the album sees it. */
function stateOf(state: AlbumPicture['state'], upload: StoredUpload | null): OwnState | null {
  switch (state) {
    case 'receiving':
      if (upload === null) return 'elsewhere';
      if (upload.problem !== null) return 'refused';
      return upload.sent ? 'checking' : 'sending';
    case 'withdrawn':
      return 'refused';
    case 'released':
      return null;
    default:
      return state;
  }
}
