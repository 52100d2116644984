import type { Album } from '../wire-albums.ts';
import type { DeviceContext } from './context.ts';
import { DeliveryRefusal } from './delivery-api.ts';
import type { Write } from './store.ts';

/** An album as it is now, in place of what this device knew of it. */
export async function readAlbum(device: DeviceContext, albumId: string): Promise<Write[]> {
  try {
    return await keepAlbum(device, await device.api.album(albumId));
  } catch (error) {
    if (!(error instanceof DeliveryRefusal) || error.code !== 'not-found') throw error;
    const uploads = (await device.store.list('albumUpload')).filter((upload) => upload.albumId === albumId);
    return [
      { table: 'album', key: albumId, value: null },
      ...uploads.map(({ pictureId }): Write => ({ table: 'albumUpload', key: pictureId, value: null })),
    ];
  }
}

/** All albums of this account, for a device that may have missed what happened. */
export async function readAlbums(device: DeviceContext): Promise<void> {
  await device.lock(async () => {
    const albums = await device.api.albums();
    const gone = (await device.store.list('album')).filter(
      (known) => !albums.some((album) => album.albumId === known.albumId),
    );
    const writes: Write[] = gone.map(({ albumId }) => ({ table: 'album', key: albumId, value: null }));
    for (const album of albums) writes.push(...(await keepAlbum(device, album)));
    await device.store.write(writes);
  });
  device.changed();
}

/**
 * The file of a picture is kept until the picture is settled: until then it is all that its owner can be shown. Of one that the
 * others do not see, the name stays, so that its owner knows which it is.
 */
async function keepAlbum(device: DeviceContext, album: Album): Promise<Write[]> {
  const states = new Map<string, string>(album.pictures.map(({ pictureId, state }) => [pictureId, state]));
  const uploads = (await device.store.list('albumUpload')).filter(({ albumId }) => albumId === album.albumId);
  const settled = uploads.flatMap((upload): Write[] => {
    const state = states.get(upload.pictureId) ?? (upload.sent ? 'gone' : 'receiving');
    if (state === 'receiving' || state === 'checking') return [];
    const isOver = state === 'released' || state === 'gone';
    const named = { ...upload, bytes: new Blob([]), sent: true };
    return [{ table: 'albumUpload', key: upload.pictureId, value: isOver ? null : named }];
  });
  return [{ table: 'album', key: album.albumId, value: album }, ...settled];
}
