import type { AlbumNotice } from '@wellhouse/protocol';
import type { Album } from '../wire-albums.ts';
import { readAlbum } from './album-inbox.ts';
import { type AlbumUploads, openAlbumUploads } from './album-uploads.ts';
import { type DeviceContext, DeviceError } from './context.ts';
import type { Lock } from './locks.ts';

export interface Albums {
  /** Newest first, as the service last said. */
  list(): Promise<Album[]>;
  /** @returns the album's id */
  create(title: string, members: readonly string[]): Promise<string>;
  addMember(albumId: string, accountId: string): Promise<void>;
  removeMember(albumId: string, accountId: string): Promise<void>;
  leave(albumId: string): Promise<void>;
  chooseCover(albumId: string, pictureId: string | null): Promise<void>;
  /** What is checked where this person is, and against what. */
  notice(): Promise<AlbumNotice>;
  seeNotice(albumId: string, region: string): Promise<void>;
  /** Bytes of a released picture. */
  picture(albumId: string, pictureId: string): Promise<Uint8Array>;
  takeOut(albumId: string, pictureId: string): Promise<void>;
  uploads: AlbumUploads;
}

/** Shared albums, which the service and the safety server see: nothing here is end-to-end encrypted, and the page says so. */
export function openAlbums(
  device: DeviceContext,
  options: { safetyUrl: string; fetch: typeof fetch; uploadLock: Lock },
): Albums {
  const { api, store } = device;
  const uploads = openAlbumUploads({ ...options, ...device, lock: options.uploadLock });

  async function readAgain(albumId: string): Promise<void> {
    await device.lock(async () => store.write(await readAlbum(device, albumId)));
    device.changed();
  }

  return {
    uploads,
    list: async () => (await store.list('album')).toSorted((a, b) => b.changedAt - a.changedAt),
    async create(title, members) {
      const albumId = crypto.randomUUID();
      await api.createAlbum({ albumId, title, members: [...members] });
      await readAgain(albumId);
      return albumId;
    },
    async addMember(albumId, accountId) {
      await api.addAlbumMember(albumId, accountId);
      await readAgain(albumId);
    },
    async removeMember(albumId, accountId) {
      await api.removeAlbumMember(albumId, accountId);
      await readAgain(albumId);
    },
    async leave(albumId) {
      await api.removeAlbumMember(albumId, device.accountId);
      await readAgain(albumId);
    },
    async chooseCover(albumId, pictureId) {
      await api.chooseCover(albumId, pictureId);
      await readAgain(albumId);
    },
    notice: () => api.albumNotice(),
    async seeNotice(albumId, region) {
      await api.seeAlbumNotice(albumId, region);
      await readAgain(albumId);
    },
    async picture(albumId, pictureId) {
      const bytes = await api.albumPicture(albumId, pictureId);
      if (bytes.length === 0) throw new DeviceError('picture-damaged', 'the picture has no bytes');
      return bytes;
    },
    async takeOut(albumId, pictureId) {
      await uploads.drop(pictureId);
      const album = await store.get('album', albumId);
      // One whose announcement never got through is known to this device alone.
      if (!album?.pictures.some((one) => one.pictureId === pictureId)) return;
      await api.takeOutAlbumPicture(albumId, pictureId);
      await readAgain(albumId);
    },
  };
}
