import type { AlbumNotice } from '@wellhouse/protocol';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { UploadProgress } from '../../device/album-uploads.ts';
import { useAccountState, useLive, useSession } from './use-session.ts';

export function useAlbums() {
  return useLive((session) => session.device.albums.list(), 'albums');
}

/** Files of this account on their way into an album. */
export function useUploads(albumId: string) {
  return useLive((session) => session.device.albums.uploads.list(albumId), albumId);
}

/** How far an upload of this tab is; undefined for those that another tab sends. */
export function useUploadProgress(pictureId: string): UploadProgress | undefined {
  const { uploads } = useSession().device.albums;
  return useSyncExternalStore(uploads.subscribe, uploads.progress).get(pictureId);
}

/** `null`: it cannot be had now. Undefined until the first answer. */
export function useAlbumNotice(): { notice: AlbumNotice | null | undefined; again: () => Promise<AlbumNotice | null> } {
  const { device } = useSession();
  const region = useAccountState()?.region;
  const [state, setState] = useState<{ region: string | undefined; notice: AlbumNotice | null }>();
  const again = useCallback(async () => {
    const notice = await device.albums.notice().catch(() => null);
    setState({ region, notice });
    return notice;
  }, [device, region]);
  useEffect(() => void again(), [again]);
  return { notice: state?.region === region ? state?.notice : undefined, again };
}
